using Caisson.Linux.Capabilities;
using static Caisson.Linux.Capabilities.Capability;

namespace Caisson.Linux.Tests.Capabilities;

public sealed class CapabilityTests
{
    [Theory]
    [InlineData("CAP_CHOWN", CAP_CHOWN)]
    [InlineData("chown", CAP_CHOWN)]
    [InlineData("Cap_Sys_Admin", CAP_SYS_ADMIN)]
    [InlineData("checkpoint_restore", CAP_CHECKPOINT_RESTORE)]
    public void A_name_is_taken_as_Docker_takes_it(string name, Capability capability)
    {
        Assert.True(CapabilityNames.TryParse(name, out Capability parsed));
        Assert.Equal(capability, parsed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("CAP_")]
    [InlineData("CAP_CAP_CHOWN")]
    [InlineData("CHOWN ")]
    [InlineData("ALL")]
    [InlineData("SYS_ADMİN")]
    public void What_is_no_name_is_refused(string name) => Assert.False(CapabilityNames.TryParse(name, out _));

    [Fact]
    public void Every_number_has_one_name_and_the_name_leads_back()
    {
        for (int number = 0; number <= CapabilityNames.LastKnown; number++)
        {
            string name = CapabilityNames.NameOf(number)!;
            Assert.Equal(name, ((Capability)number).ToString());
            Assert.True(CapabilityNames.TryParse(name, out Capability parsed));
            Assert.Equal(number, (int)parsed);
        }

        Assert.Null(CapabilityNames.NameOf(CapabilityNames.LastKnown + 1));
        Assert.Null(CapabilityNames.NameOf(-1));
    }

    [Fact]
    public void A_set_is_read_from_names_and_written_in_the_order_of_numbers()
    {
        Assert.True(CapabilitySet.TryParse(["kill", "CAP_CHOWN", "KILL"], out CapabilitySet set, out string? unknown));

        Assert.Null(unknown);
        Assert.Equal(CapabilitySet.Of(CAP_CHOWN, CAP_KILL), set);
        Assert.Equal(["CAP_CHOWN", "CAP_KILL"], set.ToNames());
        Assert.Equal("CAP_CHOWN,CAP_KILL", set.ToString());
        Assert.Equal(0x21ul, set.Mask);
    }

    [Fact]
    public void An_unknown_name_is_told()
    {
        Assert.False(CapabilitySet.TryParse(["kill", "fly", "swim"], out _, out string? unknown));
        Assert.Equal("fly", unknown);
    }

    [Fact]
    public void All_is_every_known_capability()
    {
        Assert.True(CapabilitySet.TryParse(["all"], out CapabilitySet set, out _));

        Assert.Equal(CapabilitySet.All, set);
        Assert.Equal(41, set.Count);
        Assert.Equal(0x1ffffffffffUL, set.Mask);
    }

    [Fact]
    public void Sets_are_joined_cut_and_taken_away()
    {
        CapabilitySet a = CapabilitySet.Of(CAP_CHOWN, CAP_KILL);
        CapabilitySet b = CapabilitySet.Of(CAP_KILL, CAP_SETUID);

        Assert.Equal(CapabilitySet.Of(CAP_CHOWN, CAP_KILL, CAP_SETUID), a | b);
        Assert.Equal(CapabilitySet.Of(CAP_KILL), a & b);
        Assert.Equal(CapabilitySet.Of(CAP_CHOWN), a.Without(b));
        Assert.True(a.Has(CAP_KILL));
        Assert.False(a.Has(CAP_SETUID));
    }

    [Fact]
    public void Capabilities_of_newer_kernels_are_kept_and_named_by_number()
    {
        Assert.Equal(["CAP_CHECKPOINT_RESTORE", "CAP_41", "CAP_63"], new CapabilitySet((3UL << 40) | (1UL << 63)).ToNames());
        Assert.Equal(ulong.MaxValue, CapabilitySet.UpTo(63).Mask);
        Assert.Equal(1ul, CapabilitySet.UpTo(0).Mask);
    }

    [Theory]
    [InlineData("40\n", 40)]
    [InlineData("63", 63)]
    [InlineData("64\n", null)]
    [InlineData("-1\n", null)]
    [InlineData("", null)]
    [InlineData("all\n", null)]
    public void The_last_capability_of_the_kernel_is_read(string content, int? last)
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, content);
            if (last is { } expected)
            {
                Assert.Equal(expected, CapabilityNames.ReadLast(path));
            }
            else
            {
                Assert.Throws<InvalidDataException>(() => CapabilityNames.ReadLast(path));
            }
        }
        finally
        {
            File.Delete(path);
        }
    }
}
