using System.Text.Json.Nodes;

namespace Caisson.Integration.Tests.Harness;

/// <summary>An OCI bundle with busybox as its root, to be changed by a test and run by caisson-runtime; gone after the test.</summary>
internal sealed class Bundle : IDisposable
{
    public Bundle()
    {
        Host.RequireRoot();
        Directory = System.IO.Directory.CreateTempSubdirectory("caisson-bundle-").FullName;
        foreach (string name in (string[])["bin", "proc", "dev", "sys", "tmp", "etc"])
        {
            System.IO.Directory.CreateDirectory(InRoot(name));
        }

        File.Copy("/bin/busybox", InRoot("bin/busybox"));
        File.CreateSymbolicLink(InRoot("bin/sh"), "busybox");
        Config = JsonNode.Parse("""
            {
              "ociVersion": "1.2.0",
              "process": { "args": [], "cwd": "/", "user": { "uid": 0, "gid": 0 }, "env": ["PATH=/bin"] },
              "root": { "path": "rootfs" },
              "mounts": [
                { "destination": "/proc", "type": "proc", "source": "proc" },
                { "destination": "/dev", "type": "tmpfs", "source": "tmpfs", "options": ["nosuid", "mode=755"] },
                { "destination": "/sys", "type": "sysfs", "source": "sysfs", "options": ["ro"] }
              ],
              "linux": { "namespaces": [ { "type": "pid" }, { "type": "mount" }, { "type": "ipc" }, { "type": "uts" }, { "type": "network" } ] }
            }
            """)!.AsObject();
    }

    public string Directory { get; }

    /// <summary>The container's id, which names nothing else on the machine.</summary>
    public string Id { get; } = "caisson-test-" + Guid.NewGuid().ToString("N");

    public JsonObject Config { get; }

    public JsonObject Process => Config["process"]!.AsObject();

    public JsonObject Linux => Config["linux"]!.AsObject();

    public string StateDirectory => Path.Combine(Directory, "state");

    public string InRoot(string path) => Path.Combine(Directory, "rootfs", path);

    public void AddMount(string json) => Config["mounts"]!.AsArray().Add(JsonNode.Parse(json));

    /// <summary>Runs a shell script in the container.</summary>
    public CommandResult Shell(string script) => Run("/bin/sh", "-c", script);

    public CommandResult Run(params string[] arguments)
    {
        using Command command = Start(arguments);
        command.CloseInput();
        return command.Wait();
    }

    public Command Start(params string[] arguments)
    {
        Process["args"] = new JsonArray([.. arguments.Select(argument => (JsonNode)argument)]);
        File.WriteAllText(Path.Combine(Directory, "config.json"), Config.ToJsonString());
        return Command.Start(Executables.Runtime, ["--root", StateDirectory, "run", "--bundle", Directory, Id]);
    }

    /// <summary>Asserts that nothing of a run is left: no state, no mount, no cgroup, no process.</summary>
    public void LeftNothing()
    {
        if (System.IO.Directory.Exists(StateDirectory))
        {
            Assert.Empty(System.IO.Directory.EnumerateFileSystemEntries(StateDirectory));
        }

        Assert.Empty(Host.MountsUnder(Directory));
        Assert.Empty(Host.CgroupsNaming(Id));
        Assert.Empty(Host.ProcessesNaming(Id));
    }

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);
}
