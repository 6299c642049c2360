using System.Text;
using Caisson.Linux;
using Caisson.Oci;
using Caisson.Supervision.State;
using FsCheck;
using FsCheck.Fluent;

namespace Caisson.Supervision.Tests.State;

public sealed class ContainerStateTests : IDisposable
{
    private static readonly ContainerState s_full = new()
    {
        Status = ContainerStatus.Exited,
        Process = new ProcessIdentity(int.MaxValue, ulong.MaxValue, "boot"),
        Monitor = new ProcessIdentity(1, 0, "boot"),
        Started = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2)).AddTicks(1),
        Finished = DateTimeOffset.MaxValue,
        ExitCode = 137,
        OomKilled = true,
        TimedOut = true,
        Error = "a \"reason\"\nwith é, \u001b and \\",
    };

    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public void State_comes_back_as_it_was_written()
    {
        s_full.Write(_directory.Handle);
        Assert.Equal(s_full, ContainerState.Read(_directory.Handle));
        var empty = new ContainerState { Status = ContainerStatus.Created };
        empty.Write(_directory.Handle);
        Assert.Equal(empty, ContainerState.Read(_directory.Handle));
    }

    [Fact]
    public void Any_error_text_comes_back() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), text =>
        {
            // No exception's text has a NUL. A lone half of a surrogate pair is no text; it is replaced.
            string error = text.Get.Replace("\0", "", StringComparison.Ordinal);
            string written = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(error));
            (s_full with { Error = error }).Write(_directory.Handle);
            Assert.Equal(written, ContainerState.Read(_directory.Handle).Error);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void File_cut_anywhere_is_one_line_that_says_so()
    {
        s_full.Write(_directory.Handle);
        byte[] whole = File.ReadAllBytes(_directory["state.json"]);
        for (int length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(_directory["state.json"], whole[..length]);
            AssertOneLine(Assert.Throws<SpecException>(() => ContainerState.Read(_directory.Handle)));
        }
    }

    [Fact]
    public void File_damaged_anywhere_never_ends_in_another_exception()
    {
        s_full.Write(_directory.Handle);
        byte[] whole = File.ReadAllBytes(_directory["state.json"]);
        for (int at = 0; at < whole.Length; at++)
        {
            foreach (byte damage in (byte[])[0, (byte)'\n', (byte)'"', (byte)'9', (byte)'-', (byte)'{', 0xff])
            {
                byte[] damaged = [.. whole];
                damaged[at] = damage;
                File.WriteAllBytes(_directory["state.json"], damaged);
                try
                {
                    ContainerState.Read(_directory.Handle);
                }
                catch (SpecException e)
                {
                    AssertOneLine(e);
                }
            }
        }
    }

    [Theory]
    [InlineData("{}", "schemaVersion")]
    [InlineData("[]", "state.json")]
    [InlineData("""{"schemaVersion":2,"status":"running"}""", "version 2")]
    [InlineData("""{"schemaVersion":99999999999,"status":"running"}""", "schemaVersion")]
    [InlineData("""{"schemaVersion":1}""", "status")]
    [InlineData("""{"schemaVersion":1,"status":"dreaming"}""", "status")]
    [InlineData("""{"schemaVersion":1,"status":"7"}""", "status")]
    [InlineData("""{"schemaVersion":1,"status":"created,running"}""", "status")]
    [InlineData("""{"schemaVersion":1,"status":"running","process":{"pid":0,"startTime":1,"bootId":"b"}}""", "process.pid")]
    [InlineData("""{"schemaVersion":1,"status":"running","process":{"pid":-5,"startTime":1,"bootId":"b"}}""", "process.pid")]
    [InlineData("""{"schemaVersion":1,"status":"running","process":{"pid":5}}""", "process: startTime")]
    [InlineData("""{"schemaVersion":1,"status":"running","started":"yesterday"}""", "started")]
    [InlineData("""{"schemaVersion":1,"status":"running","exitCode":1.5}""", "exitCode")]
    public void Wrong_content_is_refused_by_name(string content, string named)
    {
        File.WriteAllText(_directory["state.json"], content);
        SpecException error = Assert.Throws<SpecException>(() => ContainerState.Read(_directory.Handle));
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        AssertOneLine(error);
    }

    [Fact]
    public void Full_disk_leaves_the_old_state()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root: a file system of 64 KiB");
        using var disk = SmallDisk.Create();
        s_full.Write(disk.Root);
        Assert.Throws<LinuxException>(() => (s_full with { Error = new string('x', 60_000) }).Write(disk.Root));
        Assert.Equal(s_full, ContainerState.Read(disk.Root));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void State_is_written_on_a_disk_that_was_filled_since_only_if_it_was_reserved(bool reserved)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root: a file system of 64 KiB");
        using var disk = SmallDisk.Create();
        s_full.Write(disk.Root);
        if (reserved)
        {
            ContainerState.Reserve(disk.Root);
        }

        disk.Fill();
        ContainerState ended = s_full with { Status = ContainerStatus.Exited, ExitCode = 7 };
        Exception? refused = Record.Exception(() => ended.Write(disk.Root));
        Assert.Equal(reserved, refused is null);
        Assert.Equal(reserved ? ended : s_full, ContainerState.Read(disk.Root));
    }

    public void Dispose() => _directory.Dispose();

    private static void AssertOneLine(Exception e) => Assert.False(e.Message.Any(char.IsControl), e.Message);
}
