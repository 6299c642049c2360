using Caisson.Integration.Tests.Harness;

namespace Caisson.Integration.Tests.Runtime;

/// <summary>caisson-runtime on a bundle, as other engines start it.</summary>
public sealed class BundleTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("caisson-bundle-").FullName;

    [Fact]
    public void Run_returns_the_exit_code_of_the_process() => RunBundle(privately: false, "/bin/busybox", "sh", "-c", "exit 42").ExitedWith(42);

    [Fact]
    public void Root_on_a_shared_mount_works_and_its_mounts_do_not_appear_outside()
    {
        // systemd makes / shared; a clone of a shared mount is in its peer group, which pivot_root(2) refuses and which would carry mounts out.
        CommandResult result = RunBundle(privately: true, "/bin/busybox", "grep", "-c", "shared:\\|master:", "/proc/self/mountinfo");
        Assert.Equal("0\nafter: 0\n", result.Out);
    }

    [Fact]
    public void Configuration_with_a_wrong_type_is_refused_in_one_line_that_names_the_place()
    {
        WriteBundle("/bin/busybox", "true");
        string file = Path.Combine(_directory, "config.json");
        File.WriteAllText(file, File.ReadAllText(file).Replace("\"/bin/busybox\",\"true\"", "17", StringComparison.Ordinal));
        CommandResult result = Command.Run(Executables.Runtime, "--root", Path.Combine(_directory, "state"), "run", "--bundle", _directory, NewId());
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("process.args", result.Error, StringComparison.Ordinal);
        Assert.Equal(result.Error.Length - 1, result.Error.IndexOf('\n', StringComparison.Ordinal));
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static string NewId() => "caisson-test-" + Guid.NewGuid().ToString("N");

    // With privately, in a mount namespace whose root is shared as systemd has it; then also counts the mounts that are seen outside.
    private CommandResult RunBundle(bool privately, params string[] command)
    {
        Host.RequireRoot();
        WriteBundle(command);
        string[] run = [Executables.Runtime, "--root", Path.Combine(_directory, "state"), "run", "--bundle", _directory, NewId()];
        if (!privately)
        {
            return Command.Run(run[0], run[1..]);
        }
        string[] script =
        [
            "--mount", "--propagation", "private", "/bin/sh", "-c",
            "mount --make-rshared / || exit 99; dir=$1; shift; \"$@\"; echo after: $(grep -c \" $dir/\" /proc/self/mountinfo)", "sh", _directory, .. run,
        ];
        return Command.Run("/usr/bin/unshare", script);
    }

    private void WriteBundle(params string[] command)
    {
        string root = Path.Combine(_directory, "rootfs");
        foreach (string name in new[] { "bin", "proc" })
        {
            Directory.CreateDirectory(Path.Combine(root, name));
        }
        File.Copy("/bin/busybox", Path.Combine(root, "bin", "busybox"), overwrite: true);
        string arguments = string.Join(',', command.Select(argument => $"\"{argument.Replace("\\", "\\\\", StringComparison.Ordinal)}\""));
        File.WriteAllText(Path.Combine(_directory, "config.json"), $$"""
            {
              "ociVersion": "1.2.0",
              "process": { "args": [{{arguments}}], "cwd": "/", "user": { "uid": 0, "gid": 0 }, "env": ["PATH=/bin"] },
              "root": { "path": "rootfs" },
              "mounts": [ { "destination": "/proc", "type": "proc", "source": "proc" } ],
              "linux": { "namespaces": [ { "type": "pid" }, { "type": "mount" }, { "type": "ipc" }, { "type": "uts" }, { "type": "network" } ] }
            }
            """);
    }
}
