using System.Text.Json.Nodes;
using Caisson.Integration.Tests.Harness;

namespace Caisson.Integration.Tests.Runtime;

/// <summary>What a container made by caisson-runtime sees and may do, and what it leaves on the host.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class SandboxTests : IDisposable
{
    private readonly Bundle _bundle = new();

    [Theory]
    [InlineData("exit 0", 0)]
    [InlineData("exit 255", 255)]
    [InlineData("kill -9 $$", 137)]
    [InlineData("kill -15 $$; sleep 1", 143)]
    public void Exit_code_is_the_program_s_own_or_128_and_the_signal(string script, int exitCode)
    {
        // Process 1 of a pid namespace cannot be killed from inside: the script is another process's.
        _bundle.Run("/bin/sh", "-c", $"sh -c '{script}'; exit $?").ExitedWith(exitCode);
        _bundle.LeftNothing();
    }

    [Fact]
    public void Missing_program_is_127_and_one_that_cannot_be_executed_126()
    {
        Failed(_bundle.Run("/bin/missing"), 127, "exec /bin/missing");
        Failed(_bundle.Run("missing"), 127, "exec missing");
        File.WriteAllText(_bundle.InRoot("bin/plain"), "no program");
        Failed(_bundle.Run("/bin/plain"), 126, "exec /bin/plain");
        Failed(_bundle.Run("plain"), 126, "exec plain");
        Failed(_bundle.Run("/proc"), 126, "exec /proc");
        File.WriteAllText(_bundle.InRoot("bin/script"), "#!/bin/none\n");
        File.SetUnixFileMode(_bundle.InRoot("bin/script"), (UnixFileMode)0x1ED);
        Failed(_bundle.Run("/bin/script"), 127, "exec /bin/script");
        _bundle.LeftNothing();
    }

    [Fact]
    public void Name_of_a_missing_program_cannot_forge_lines_or_colours()
    {
        CommandResult result = _bundle.Run("/bin/a\nb\u001b[31m");
        Failed(result, 127, "exec /bin/a");
        Assert.DoesNotContain(result.Error.TrimEnd('\n'), char.IsControl);
    }

    [Fact]
    public void Capabilities_are_those_of_the_configuration()
    {
        _bundle.Process["capabilities"] = JsonNode.Parse("""{ "bounding": ["CAP_CHOWN", "CAP_KILL"], "effective": ["CAP_KILL"], "permitted": ["CAP_KILL"] }""");
        Assert.Equal(
            ["CapInh:\t0000000000000000", "CapPrm:\t0000000000000020", "CapEff:\t0000000000000020", "CapBnd:\t0000000000000021", "CapAmb:\t0000000000000000"],
            _bundle.Run("/bin/busybox", "grep", "^Cap", "/proc/self/status").Succeeded().Lines.Select(KeepsWhatRootGets));

        // execve gives root what the bounding set allows (capabilities(7)).
        static string KeepsWhatRootGets(string line) => line is "CapPrm:\t0000000000000021" or "CapEff:\t0000000000000021" ? line.Replace("21", "20", StringComparison.Ordinal) : line;
    }

    [Fact]
    public void User_that_is_not_root_has_no_capability_and_only_its_groups()
    {
        _bundle.Process["capabilities"] = JsonNode.Parse("""{ "bounding": ["CAP_CHOWN", "CAP_KILL"], "effective": ["CAP_KILL"], "permitted": ["CAP_KILL"] }""");
        _bundle.Process["user"] = JsonNode.Parse("""{ "uid": 1000, "gid": 1001, "additionalGids": [7, 8], "umask": 63 }""");
        string[] lines = _bundle.Shell("grep -E '^(Cap(Prm|Eff)|Uid|Gid|Groups)' /proc/self/status; umask").Succeeded().Lines;
        Assert.Equal(["Uid:\t1000\t1000\t1000\t1000", "Gid:\t1001\t1001\t1001\t1001", "Groups:\t7 8", "CapPrm:\t0000000000000000", "CapEff:\t0000000000000000", "0077"], lines.Select(l => l.TrimEnd()));
    }

    [Fact]
    public void Masked_paths_are_empty_and_cannot_be_written()
    {
        Directory.CreateDirectory(_bundle.InRoot("hidden"));
        File.WriteAllText(_bundle.InRoot("hidden/file"), "secret");
        File.WriteAllText(_bundle.InRoot("secret"), "secret");
        File.CreateSymbolicLink(_bundle.InRoot("link"), "secret");
        _bundle.Linux["maskedPaths"] = JsonNode.Parse("""["/hidden", "/secret", "/missing", "/proc/kcore", "/proc/keys"]""");
        CommandResult result = _bundle.Shell("ls /hidden; cat /secret /link /proc/kcore /proc/keys; touch /hidden/x 2>/dev/null && echo written; echo -n x >/secret; cat /secret; echo end");
        Assert.Equal("end\n", result.Succeeded().Out);
        Assert.Equal("secret", File.ReadAllText(_bundle.InRoot("secret")));
    }

    [Fact]
    public void Read_only_paths_and_mounts_are_read_only()
    {
        Directory.CreateDirectory(_bundle.InRoot("fixed"));
        _bundle.Linux["readonlyPaths"] = JsonNode.Parse("""["/fixed", "/proc/sys", "/missing"]""");
        _bundle.AddMount("""{ "destination": "/ro", "type": "tmpfs", "options": ["ro"] }""");
        _bundle.AddMount("""{ "destination": "/rro", "type": "tmpfs", "options": ["rro"] }""");
        _bundle.Config["root"]!["readonly"] = true;
        Assert.Equal(
            "end\n",
            _bundle.Shell("for d in /fixed /ro /rro /bin /proc/sys/kernel; do touch $d/x 2>/dev/null && echo $d; done; echo x >/proc/sys/kernel/hostname && echo sysctl; touch /dev/x && rm /dev/x; echo end")
                .ExitedWith(0).Out);
    }

    [Fact]
    public void Mount_over_a_link_that_leaves_the_root_lies_inside()
    {
        string outside = Directory.CreateDirectory(Path.Combine(_bundle.Directory, "outside")).FullName;
        File.CreateSymbolicLink(_bundle.InRoot("absolute"), outside);
        File.CreateSymbolicLink(_bundle.InRoot("relative"), "../../../../../../../../.." + outside);
        _bundle.AddMount("""{ "destination": "/absolute", "type": "tmpfs" }""");
        _bundle.AddMount("""{ "destination": "/relative/sub", "type": "tmpfs" }""");
        Assert.Equal(
            $"{outside}\n{outside}/sub\n",
            _bundle.Shell($"grep -o ' {outside}[^ ]*' /proc/self/mountinfo | tr -d ' '").Succeeded().Out);
        Assert.Empty(Directory.EnumerateFileSystemEntries(outside));
        _bundle.LeftNothing();
    }

    [Theory]
    [InlineData("/proc", "/way/sys")]
    [InlineData("proc", "/way")]
    [InlineData("/proc/self", "/way/attr")]
    public void Link_of_the_image_does_not_lead_a_mount_into_proc(string target, string destination)
    {
        File.CreateSymbolicLink(_bundle.InRoot("way"), target);
        _bundle.AddMount($$"""{ "destination": "{{destination}}", "type": "tmpfs" }""");
        Failed(_bundle.Run("/bin/busybox", "true"), 1, destination);
        _bundle.LeftNothing();
    }

    [Fact]
    public void Target_that_is_swapped_for_a_link_is_an_error_or_inside_and_never_outside()
    {
        // Another container that shares the directory may change it at any moment (CVE-2021-30465).
        string outside = Directory.CreateDirectory(Path.Combine(_bundle.Directory, "outside")).FullName;
        string shared = Directory.CreateDirectory(_bundle.InRoot("shared")).FullName;
        _bundle.AddMount("""{ "destination": "/shared/target", "type": "tmpfs" }""");
        using var stop = new CancellationTokenSource();
        var swapper = new Thread(() => Swap(Path.Combine(shared, "target"), outside, stop.Token));
        swapper.Start();
        try
        {
            for (int i = 0; i < 40; i++)
            {
                CommandResult result = _bundle.Shell("touch /shared/target/x 2>/dev/null; true");
                Assert.Contains(result.ExitCode, (int[])[0, 1, 125]);
                Assert.Empty(Directory.EnumerateFileSystemEntries(outside));
            }
        }
        finally
        {
            stop.Cancel();
            swapper.Join();
        }

        _bundle.LeftNothing();
    }

    [Fact]
    public void Working_directory_through_a_descriptor_is_refused()
    {
        foreach (string path in (string[])["/proc/self/fd/3", "/proc/self/fd/7/../../..", "/proc/self/cwd", "/proc/1/root"])
        {
            _bundle.Process["cwd"] = path;
            CommandResult result = _bundle.Run("/bin/busybox", "pwd");
            Assert.NotEqual(0, result.ExitCode);
            Assert.Contains(path, result.Error, StringComparison.Ordinal);
        }

        _bundle.LeftNothing();
    }

    [Fact]
    public void Program_has_no_descriptor_but_the_standard_ones() =>
        Assert.Equal("0 1 2\n", _bundle.Shell("cd /proc/self/fd; for f in *; do [ -e $f ] && l=\"$l $f\"; done; echo $l").Succeeded().Out);

    [Fact]
    public void Runtime_s_executable_cannot_be_overwritten_from_inside()
    {
        // CVE-2019-5736: the program is /proc/self/exe, which is the runtime until execve.
        byte[] before = File.ReadAllBytes(Executables.Runtime);
        _bundle.Run("/proc/self/exe", "--version");
        File.WriteAllText(_bundle.InRoot("bin/evil"), "#!/proc/self/exe\n");
        File.SetUnixFileMode(_bundle.InRoot("bin/evil"), (UnixFileMode)0x1ED);
        _bundle.Run("/bin/evil");
        _bundle.Shell("for p in /proc/[0-9]*; do echo x 2>/dev/null >$p/exe; done; true");
        Assert.Equal(before, File.ReadAllBytes(Executables.Runtime));
    }

    [Fact]
    public void Runtime_runs_from_a_mount_on_which_nothing_can_be_written()
    {
        // While it runs, its own file is busy for writers (ETXTBSY); once it is killed, only the read-only mount keeps them out.
        using Command run = _bundle.Start("/bin/sh", "-c", "echo ready; exec cat");
        Host.Eventually(() => File.Exists(Path.Combine(_bundle.StateDirectory, _bundle.Id, "state.json")), "the container did not start");
        Command.Run("/usr/bin/test", "-w", Executables.Runtime).Succeeded();
        Command.Run("/usr/bin/test", "-w", $"/proc/{run.Id}/exe").ExitedWith(1);
        run.CloseInput();
        run.Wait().Succeeded();
        _bundle.LeftNothing();
    }

    [Fact]
    public void Only_a_procfs_may_be_bound_to_proc()
    {
        _bundle.Config["mounts"]!.AsArray().RemoveAt(0);
        _bundle.AddMount($$"""{ "destination": "/proc", "type": "bind", "source": "{{_bundle.Directory}}" }""");
        Failed(_bundle.Run("/bin/sh", "-c", "true"), 1, "which is no procfs");
        _bundle.LeftNothing();
    }

    [Fact]
    public void Container_without_a_cgroup_of_its_own_choice_gets_one()
    {
        Assert.Contains($"/caisson-runtime/{_bundle.Id}", _bundle.Run("/bin/busybox", "cat", "/proc/self/cgroup").Succeeded().Out, StringComparison.Ordinal);
        _bundle.LeftNothing();
    }

    [Fact]
    public void Names_limits_and_scores_are_those_of_the_configuration()
    {
        _bundle.Config["hostname"] = "box";
        _bundle.Config["domainname"] = "example.org";
        _bundle.Process["oomScoreAdj"] = 321;
        _bundle.Process["rlimits"] = JsonNode.Parse("""[{ "type": "RLIMIT_NOFILE", "soft": 123, "hard": 456 }, { "type": "RLIMIT_CORE", "soft": 0, "hard": 0 }]""");
        _bundle.Linux["sysctl"] = JsonNode.Parse("""{ "net.ipv4.ip_forward": "1", "kernel.shmmax": "12345678" }""");
        Assert.Equal(
            ["box", "example.org", "321", "123", "456", "0", "1", "12345678"],
            _bundle.Shell(
                "hostname; cat /proc/sys/kernel/domainname /proc/self/oom_score_adj; ulimit -Sn; ulimit -Hn; ulimit -c; cat /proc/sys/net/ipv4/ip_forward /proc/sys/kernel/shmmax").Succeeded().Lines);
    }

    [Fact]
    public void Devices_are_there_and_work()
    {
        _bundle.Linux["devices"] = JsonNode.Parse("""[{ "path": "/dev/my/zero", "type": "c", "major": 1, "minor": 5, "fileMode": 384, "uid": 5, "gid": 6 }, { "path": "/dev/pipe", "type": "p" }]""");
        Assert.Equal(
            ["c 1 3 666", "c 1 5 666", "c 1 7 666", "c 1 8 666", "c 1 9 666", "c 5 0 666", "c 1 5 600 5:6", "fifo", "/proc/self/fd", "zeros 4"],
            _bundle.Shell(
                """
                for d in null zero full random urandom tty; do stat -c '%t %T %a' /dev/$d | sed 's/^/c /'; done
                stat -c 'c %t %T %a %u:%g' /dev/my/zero
                stat -c %F /dev/pipe
                readlink /dev/fd
                echo zeros $(head -c 4 /dev/zero | wc -c)
                """).Succeeded().Lines);
    }

    [Fact]
    public void User_namespace_maps_ids_and_its_root_owns_the_tmpfs()
    {
        _bundle.Linux["namespaces"]!.AsArray().Add(JsonNode.Parse("""{ "type": "user" }"""));
        _bundle.Linux["uidMappings"] = JsonNode.Parse("""[{ "containerID": 0, "hostID": 100000, "size": 65536 }]""");
        _bundle.Linux["gidMappings"] = JsonNode.Parse("""[{ "containerID": 0, "hostID": 200000, "size": 65536 }]""");
        File.SetUnixFileMode(_bundle.Directory, (UnixFileMode)0x1ED);
        Assert.Equal(
            ["0", "100000", "200000", "0:0"],
            _bundle.Shell("id -u; awk '{print $2}' /proc/self/uid_map /proc/self/gid_map; stat -c %u:%g /dev").Succeeded().Lines);
        _bundle.LeftNothing();
    }

    [Theory]
    [InlineData("user namespace without maps", """{ "namespaces": [{ "type": "mount" }, { "type": "user" }] }""", "linux.uidMappings")]
    [InlineData("sysctl without proc", """{ "namespaces": [{ "type": "mount" }], "sysctl": { "net.x": "1" } }""", "linux.sysctl")]
    [InlineData("NUL", """{ "namespaces": [{ "type": "mount" }], "cgroupsPath": "/a\u0000b" }""", "linux.cgroupsPath")]
    public void Configuration_that_cannot_work_is_one_clear_line(string what, string linux, string named)
    {
        _bundle.Config["linux"] = JsonNode.Parse(linux);
        _bundle.Config["mounts"] = new JsonArray();
        CommandResult result = _bundle.Run("/bin/busybox", "true");
        Assert.True(result.ExitCode is 1 or 125, $"{what}: exit code {result.ExitCode}: {result.Error}");
        Assert.Contains(named, result.Error, StringComparison.Ordinal);
        OneLine(result);
        _bundle.LeftNothing();
    }

    [Fact]
    public void Absurd_sizes_are_one_clear_line()
    {
        _bundle.Process["env"] = new JsonArray("PATH=" + string.Join(':', Enumerable.Repeat("/x", 20_000)));
        CommandResult result = _bundle.Run("busybox");
        Assert.NotEqual(0, result.ExitCode);
        OneLine(result);
        _bundle.Process["env"] = new JsonArray([.. Enumerable.Range(0, 20_000).Select(i => (JsonNode)$"V{i}={new string('x', 100)}")]);
        result = _bundle.Run("/bin/busybox", "true");
        Assert.True(result.ExitCode is 0 or 126 or 1, result.Error);
        _bundle.Process["env"] = new JsonArray("PATH=/bin");
        _bundle.Linux["maskedPaths"] = new JsonArray("/proc" + string.Concat(Enumerable.Repeat("/x", 1_000_000)));
        result = _bundle.Run("/bin/busybox", "true");
        Assert.NotEqual(0, result.ExitCode);
        OneLine(result);
        _bundle.LeftNothing();
    }

    [Theory]
    [InlineData("""{ "destination": "/x", "type": "nosuchfs" }""", "nosuchfs")]
    [InlineData("""{ "destination": "/x", "type": "tmpfs", "options": ["sizes=1"] }""", "sizes=1")]
    [InlineData("""{ "destination": "/x", "type": "bind", "source": "/nonexistent/a" }""", "/nonexistent/a")]
    [InlineData("""{ "destination": "/bin/busybox/x", "type": "tmpfs" }""", "/bin/busybox")]
    [InlineData("""{ "destination": "/x", "type": "mqueue", "options": ["nonsense=1"] }""", "mqueue")]
    public void Mount_that_fails_leaves_no_cgroup_mount_or_state(string mount, string named)
    {
        _bundle.Linux["cgroupsPath"] = "/" + _bundle.Id;
        _bundle.AddMount(mount);
        CommandResult result = _bundle.Run("/bin/busybox", "true");
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains(named, result.Error, StringComparison.Ordinal);
        OneLine(result);
        _bundle.LeftNothing();
    }

    [Fact]
    public void Background_processes_end_with_the_container_and_its_cgroup_is_removed()
    {
        _bundle.Linux["cgroupsPath"] = "/" + _bundle.Id;
        _bundle.Linux["namespaces"] = JsonNode.Parse("""[{ "type": "mount" }]""");
        _bundle.Shell($"sleep 1000 </dev/null >/dev/null 2>&1 & cp /bin/busybox /tmp/{_bundle.Id}; exit 3").ExitedWith(3);
        _bundle.LeftNothing();
    }

    [Fact]
    public void Id_in_use_is_refused_and_free_again_afterwards()
    {
        using (Command first = _bundle.Start("/bin/sh", "-c", "echo ready; read line"))
        {
            first.ExpectOut("ready");
            Failed(_bundle.Run("/bin/busybox", "true"), 1, _bundle.Id);
            first.Write("\n"u8.ToArray());
            Assert.Equal(0, first.Wait().ExitCode);
        }

        _bundle.Run("/bin/busybox", "true").Succeeded();
        _bundle.LeftNothing();
    }

    public void Dispose() => _bundle.Dispose();

    private static void Failed(CommandResult result, int exitCode, string named)
    {
        result.ExitedWith(exitCode);
        Assert.Contains(named, result.Error, StringComparison.Ordinal);
        OneLine(result);
    }

    private static void OneLine(CommandResult result)
    {
        Assert.StartsWith("caisson-runtime: ", result.Error, StringComparison.Ordinal);
        Assert.Equal(result.Error.Length - 1, result.Error.IndexOf('\n', StringComparison.Ordinal));
        Assert.True(result.Error.Length < 1000, "an error is a line, not a page");
    }

    private static void Swap(string path, string outside, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                File.CreateSymbolicLink(path, outside);
                File.Delete(path);
                Directory.CreateDirectory(path);
                Directory.Delete(path);
            }
            catch (IOException)
            {
                // The runtime made or uses it just now.
                TryDelete(path);
            }
        }

        static void TryDelete(string path)
        {
            try
            {
                if (Directory.Exists(path) && new FileInfo(path).LinkTarget is null)
                {
                    Directory.Delete(path);
                }
                else
                {
                    File.Delete(path);
                }
            }
            catch (IOException)
            {
            }
        }
    }
}
