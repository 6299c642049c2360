using System.Diagnostics;
using Caisson.Supervision.State;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Supervision.Tests.State;

public sealed class ProcessIdentityTests
{
    [Theory]
    [InlineData("sh")]
    [InlineData("a) R 1 2")]
    [InlineData(") ) ) (")]
    [InlineData("1 2 3\n4")]
    [InlineData("")]
    public void Start_time_is_found_behind_any_name(string name) =>
        Assert.Equal(
            987654UL,
            ProcessIdentity.ParseStartTime($"17 ({name}) S 1 17 17 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 987654 1000 200 18446744073709551615 1 1\n"));

    [Theory]
    [InlineData("")]
    [InlineData("17 (sh")]
    [InlineData("17 (sh)")]
    [InlineData("17 (sh) ")]
    [InlineData("17 (sh) S 1 17 17 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 soon 1000")]
    [InlineData("17 (sh) S 1 17 17 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0")]
    public void What_the_kernel_never_writes_is_a_format_error(string stat) =>
        Assert.Throws<FormatException>(() => ProcessIdentity.ParseStartTime(stat));

    [Fact]
    public void Process_that_lives_is_opened()
    {
        using SafeFileHandle? process = ProcessIdentity.Of(Environment.ProcessId).TryOpen();
        Assert.NotNull(process);
    }

    [Fact]
    public void Number_that_another_process_has_by_now_is_not_opened()
    {
        ProcessIdentity mine = ProcessIdentity.Of(Environment.ProcessId);
        Assert.Null((mine with { StartTime = mine.StartTime + 1 }).TryOpen());
        Assert.Null((mine with { BootId = "00000000-0000-0000-0000-000000000000" }).TryOpen());
    }

    [Fact]
    public void Process_that_ended_is_not_opened()
    {
        // Ends when this process does, or when its input is closed.
        using Process process = Process.Start(new ProcessStartInfo("/bin/cat") { RedirectStandardInput = true, UseShellExecute = false })!;
        ProcessIdentity identity = ProcessIdentity.Of(process.Id);
        using (SafeFileHandle? alive = identity.TryOpen())
        {
            Assert.NotNull(alive);
        }

        process.StandardInput.Close();
        process.WaitForExit();
        Assert.Null(identity.TryOpen());
    }
}
