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

    [Theory]
    [InlineData("state.json")]
    [InlineData("container.json")]
    [InlineData("config.json")]
    public void Damaged_container_hides_no_other_and_can_be_removed_with_what_runs_in_it(string file)
    {
        string damaged = sandbox.Caisson("run", "--detach", "--name", "damaged", Sandbox.Busybox, "sleep", "1000").Succeeded().Out.TrimEnd('\n');
        using RunningContainer other = sandbox.Detached("--name", "whole");
        KillMonitor(damaged);
        File.WriteAllText(Path.Combine(sandbox.Root, "containers", damaged, file), "");
        CommandResult list = sandbox.Caisson("ps", "--format", "{{.Names}}").Succeeded();
        Assert.Equal("whole\n", list.Out);
        Assert.Contains($"{damaged[..12]} cannot be read: {file}", list.Error, StringComparison.Ordinal);
        sandbox.Caisson("rm", "damaged").FailedWith(1, file);
        sandbox.Caisson("rm", "--force", "damaged").Succeeded();
        Assert.Equal("", sandbox.Caisson("ps", "--format", "{{.Names}}").Succeeded().Error);
        Assert.Empty(Host.CgroupsNaming(damaged));
        sandbox.Caisson("run", "--rm", "--name", "damaged", Sandbox.Busybox, "true").Succeeded();
    }

    [Fact]
    public void Program_whose_monitor_was_killed_before_it_wrote_anything_down_ends_with_the_next_command()
    {
        string id = sandbox.Caisson("run", "--detach", Sandbox.Busybox, "sleep", "1000").Succeeded().Out.TrimEnd('\n');
        KillMonitor(id);
        string state = Path.Combine(sandbox.Root, "containers", id, "state.json");
        File.WriteAllText(state, System.Text.RegularExpressions.Regex.Replace(File.ReadAllText(state), "\"status\": *\"running\"", "\"status\":\"created\""));
        Assert.Contains("monitor lost", sandbox.Caisson("inspect", "--format", "{{.State.Error}}", id).Succeeded().Out, StringComparison.Ordinal);
        sandbox.AssertNothingIsLeft([id]);
        sandbox.Caisson("rm", id).Succeeded();
    }

    [Fact]
    public void Containers_can_be_removed_from_a_full_disk()
    {
        string root = sandbox.NewPath("full");
        Directory.CreateDirectory(root);
        Command.Run("/bin/mount", "-t", "tmpfs", "-o", "size=12m", "caisson-test", root).Succeeded();
        try
        {
            CommandResult Caisson(params string[] arguments) => Command.Run(Executables.Caisson, ["--root", root, .. arguments]);
            Caisson("import", Path.Combine(Executables.RepositoryRoot, "artifacts", "test-images", Sandbox.Busybox), "box").Succeeded();
            Caisson("run", "--detach", "--name", "live", "box", "sleep", "1000").Succeeded();
            Caisson("run", "--name", "full", "box", "sh", "-c", "head -c 20000000 /dev/zero >/big; exit 7").ExitedWith(7);
            Assert.Equal("exited 7\n", Caisson("inspect", "--format", "{{.State.Status}} {{.State.ExitCode}}", "full").Succeeded().Out);
            Caisson("run", "--rm", "box", "true").Refused("ENOSPC");
            Assert.Equal("alive\n", Caisson("exec", "live", "echo", "alive").Succeeded().Out);
            Assert.Equal(2, Caisson("ps", "--all", "--quiet").Succeeded().Lines.Length);
            Caisson("rm", "--force", "live", "full").Succeeded();
            Caisson("run", "--rm", "box", "true").Succeeded();
        }
        finally
        {
            Command.Run("/bin/umount", root).Succeeded();
        }
    }

    private static void KillMonitor(string id)
    {
        string monitor = Assert.Single(Host.ProcessesNaming(id), process => process.Contains("caisson-monitor", StringComparison.Ordinal));
        Command.Run("/bin/kill", "-KILL", monitor[..monitor.IndexOf(' ', StringComparison.Ordinal)]).Succeeded();
        Host.Eventually(() => Host.ProcessesNaming(id).Length == 0, "the monitor does not end");
    }

    private string[] Files() => [.. Directory.EnumerateFileSystemEntries(sandbox.Directory, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
}
