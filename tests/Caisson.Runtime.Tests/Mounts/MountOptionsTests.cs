using Caisson.Linux.Mounts;
using Caisson.Oci;
using Caisson.Runtime.Mounts;

namespace Caisson.Runtime.Tests.Mounts;

public sealed class MountOptionsTests
{
    private const MountAttributes
        ReadOnly = MountAttributes.MOUNT_ATTR_RDONLY, NoSuid = MountAttributes.MOUNT_ATTR_NOSUID, NoDev = MountAttributes.MOUNT_ATTR_NODEV,
        NoExec = MountAttributes.MOUNT_ATTR_NOEXEC, Times = MountAttributes.MOUNT_ATTR__ATIME, NoTimes = MountAttributes.MOUNT_ATTR_NOATIME,
        StrictTimes = MountAttributes.MOUNT_ATTR_STRICTATIME, NoDirectoryTimes = MountAttributes.MOUNT_ATTR_NODIRATIME,
        NoLinks = MountAttributes.MOUNT_ATTR_NOSYMFOLLOW, None = MountAttributes.None;

    public static TheoryData<string, MountAttributes, MountAttributes> Attributes => new()
    {
        { "ro", ReadOnly, None },
        { "rw", None, ReadOnly },
        { "nosuid", NoSuid, None },
        { "suid", None, NoSuid },
        { "nodev", NoDev, None },
        { "dev", None, NoDev },
        { "noexec", NoExec, None },
        { "exec", None, NoExec },
        { "nodiratime", NoDirectoryTimes, None },
        { "diratime", None, NoDirectoryTimes },
        { "nosymfollow", NoLinks, None },
        { "symfollow", None, NoLinks },
        { "noatime", NoTimes, Times & ~NoTimes },
        { "strictatime", StrictTimes, Times & ~StrictTimes },
        { "relatime", None, Times },
        { "atime", None, Times },
        { "norelatime", None, Times },
        { "nostrictatime", None, Times },
    };

    [Theory]
    [MemberData(nameof(Attributes))]
    public void Attribute_is_set_or_cleared_and_nothing_else(string option, MountAttributes set, MountAttributes clear) =>
        Assert.Equivalent(new MountOptions { Set = set, Clear = clear }, Parse(option), strict: true);

    [Theory]
    [MemberData(nameof(Attributes))]
    public void Attribute_with_r_in_front_holds_for_the_mounts_below_too(string option, MountAttributes set, MountAttributes clear) =>
        Assert.Equivalent(new MountOptions { RecursiveSet = set, RecursiveClear = clear }, Parse("r" + option), strict: true);

    [Theory]
    [InlineData("ro,rw", "rw")]
    [InlineData("rw,ro", "ro")]
    [InlineData("noatime,strictatime", "strictatime")]
    [InlineData("strictatime,relatime", "relatime")]
    [InlineData("nosuid,suid,nosuid", "nosuid")]
    [InlineData("rro,rrw", "rrw")]
    [InlineData("shared,rslave", "rslave")]
    [InlineData("rprivate,unbindable", "unbindable")]
    public void Last_option_wins(string options, string same) =>
        Assert.Equivalent(Parse(same.Split(',')), Parse(options.Split(',')), strict: true);

    [Theory]
    [InlineData("private", MountFlags.MS_PRIVATE, false)]
    [InlineData("rprivate", MountFlags.MS_PRIVATE, true)]
    [InlineData("slave", MountFlags.MS_SLAVE, false)]
    [InlineData("rslave", MountFlags.MS_SLAVE, true)]
    [InlineData("shared", MountFlags.MS_SHARED, false)]
    [InlineData("rshared", MountFlags.MS_SHARED, true)]
    [InlineData("unbindable", MountFlags.MS_UNBINDABLE, false)]
    [InlineData("runbindable", MountFlags.MS_UNBINDABLE, true)]
    public void Propagation_is_understood(string option, MountFlags propagation, bool recursive) =>
        Assert.Equivalent(new MountOptions { Propagation = propagation, RecursivePropagation = recursive }, Parse(option), strict: true);

    [Fact]
    public void Bind_and_its_relatives_are_understood()
    {
        Assert.Equivalent(new MountOptions { Bind = true }, Parse("bind"), strict: true);
        Assert.Equivalent(new MountOptions { Bind = true, RecursiveBind = true }, Parse("rbind"), strict: true);
        Assert.Equivalent(new MountOptions { CopyUp = true }, Parse("tmpcopyup"), strict: true);
        Assert.Equivalent(new MountOptions { IdMap = true }, Parse("idmap"), strict: true);
        Assert.Equivalent(new MountOptions { IdMap = true, RecursiveIdMap = true }, Parse("ridmap"), strict: true);
    }

    [Theory]
    [InlineData("defaults")]
    [InlineData("silent")]
    [InlineData("loud")]
    [InlineData("")]
    public void Words_without_a_meaning_of_their_own_change_nothing(string option) => Assert.Equivalent(new MountOptions(), Parse(option), strict: true);

    [Fact]
    public void Everything_else_is_the_file_system_s_in_order()
    {
        MountOptions options = Parse("size=64k", "ro", "mode=755", "nr_inodes=", "newinstance", "a=b=c", "RO", "rsize=8");
        Assert.Equal(ReadOnly, options.Set);
        Assert.Equal(
            [new("size", "64k"), new("mode", "755"), new("nr_inodes", ""), new("newinstance", null), new("a", "b=c"), new("RO", null), new("rsize", "8")],
            options.FileSystemOptions);
    }

    [Theory]
    [InlineData("remount")]
    [InlineData("copy-symlink")]
    public void What_cannot_be_honoured_is_refused_by_name(string option)
    {
        SpecException error = Assert.Throws<SpecException>(() => Parse("ro", option));
        Assert.Equal("mounts[7].options", error.Path);
        Assert.Contains(option, error.Problem, StringComparison.Ordinal);
    }

    private static MountOptions Parse(params string[] options) => MountOptions.Parse(options, "mounts[7].options");
}
