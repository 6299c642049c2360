using Caisson.Integration.Tests.Harness;

namespace Caisson.Integration.Tests.Leftovers;

/// <summary>Nothing is left: mounts, cgroups, processes, temporary files. Each Sandbox asserts the same at its end.</summary>
public sealed class LeftoverTests(Sandbox sandbox) : IClassFixture<Sandbox>
{
    [Fact]
    public void Finished_container_with_rm_leaves_nothing()
    {
        sandbox.Run("true").Succeeded();
        string[] before = Files();
        string[] mounts = Host.MountsUnder(sandbox.Directory);
        sandbox.Run("sh", "-c", "echo x >/file; sleep 1000 & exit 0").Succeeded();
        sandbox.Run("no-such-command").FailedWith(127);
        sandbox.Caisson("run", "--rm", "--timeout", "1s", Sandbox.Busybox, "sleep", "1000").ExitedWith(124);
        Assert.Equal(before, Files());
        Assert.Equal(mounts, Host.MountsUnder(sandbox.Directory));
        sandbox.AssertNothingIsLeft([]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(10)]
    [InlineData(15)]
    public void Start_killed_at_any_moment_is_repaired_by_rm(int milliseconds)
    {
        string name = $"killed-{milliseconds}";
        using (Command run = sandbox.Start([], "run", "--name", name, Sandbox.Busybox, "sleep", "1000"))
        {
            Thread.Sleep(milliseconds); // The moment is what varies here, so there is no event to wait for.
            run.Signal("KILL");
        }
        if (sandbox.Caisson("inspect", name).ExitCode == 0)
        {
            sandbox.Caisson("rm", "--force", name).Succeeded();
        }
        Host.Eventually(
            () => Host.ProcessesNaming(sandbox.Directory).Length == 0, "left: " + string.Join('\n', Host.ProcessesNaming(sandbox.Directory)));
        Assert.DoesNotContain(Host.MountsUnder(sandbox.Directory), point => point.Contains("containers", StringComparison.Ordinal));
        sandbox.Caisson("run", "--rm", "--name", name, Sandbox.Busybox, "true").Succeeded();
    }

    private string[] Files() => [.. Directory.EnumerateFileSystemEntries(sandbox.Directory, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
}
