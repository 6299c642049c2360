using Caisson.Integration.Tests.Harness;

namespace Caisson.Integration.Tests.Run;

/// <summary>What a container holds of the host's files, devices and terminals: nothing that it could change or listen to.</summary>
public sealed class HostFileTests(Sandbox sandbox) : IClassFixture<Sandbox>
{
    // 0666 is what the mode is: the test is whether it may be set at all.
    private const string ChangeMode = "chmod 666 /proc/self/fd/0 2>/dev/null && echo changed; cat /dev/stdin; true";

    [Fact]
    public void Null_device_of_the_host_is_not_a_container_s_to_change()
    {
        using RunningContainer box = sandbox.Detached();
        Assert.Equal("", sandbox.Run("sh", "-c", ChangeMode).Succeeded().Out);
        Assert.Equal("", box.Exec("sh", "-c", ChangeMode).Succeeded().Out);
        Assert.Equal("", Shell(box, "-i", ChangeMode, "</dev/null").Succeeded().Out);
        Assert.Equal("", Shell(box, "", "chmod 666 /proc/self/fd/1 2>/dev/null && echo changed >&2; true", ">/dev/null").Succeeded().Error);
    }

    [Fact]
    public void Masked_files_cannot_be_changed_and_hide_what_they_cover()
    {
        CommandResult result = sandbox.Run("sh", "-c", "chmod 666 /proc/keys 2>/dev/null && echo changed; cat /proc/keys /proc/timer_list; echo x >/proc/keys").Succeeded();
        Assert.Equal("", result.Out + result.Error);
    }

    [Fact]
    public void File_that_an_exec_writes_to_is_not_reachable_from_the_container()
    {
        using RunningContainer box = sandbox.Detached();
        string file = sandbox.NewPath("log");
        File.WriteAllText(file, "secret\n");
        Command.Run("/bin/chmod", "600", file).Succeeded();
        const string Script = "cat /proc/self/fd/1 >&2 & chmod 4777 /proc/self/fd/1; sleep 0.1; kill $!; echo end";
        Assert.DoesNotContain("secret", Shell(box, "", Script, $">>'{file}'").Error, StringComparison.Ordinal);
        Assert.Equal("secret\nend\n", File.ReadAllText(file));
        Assert.Equal("600\n", Command.Run("/usr/bin/stat", "-c", "%a", file).Succeeded().Out);
    }

    [Fact]
    public void Terminal_of_the_caller_stays_outside_an_exec_without_t()
    {
        using RunningContainer box = sandbox.Detached();
        using Terminal terminal = sandbox.OnTerminal("exec", "-i", box.Id, "sh", "-c", "for n in 0 1 2; do test -t $n && echo has $n; readlink /proc/self/fd/$n; done; read x; echo got $x");
        terminal.Expect("pipe:");
        terminal.Type("typed\n");
        terminal.Expect("got typed");
        Assert.Equal(0, terminal.Wait());
        Assert.DoesNotContain("has", terminal.Shown, StringComparison.Ordinal);
        Assert.DoesNotContain("/dev/pts", terminal.Shown, StringComparison.Ordinal);
    }

    private CommandResult Shell(RunningContainer box, string options, string script, string redirection) => Command.Run(
        "/bin/sh", "-c", $"'{Executables.Caisson}' --root '{sandbox.Root}' exec {options} {box.Id} sh -c '{script}' {redirection}");
}
