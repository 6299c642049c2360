namespace Caisson.Bench.Peers;

/// <summary>Podman with storage and state of its own, on overlay and crun, without systemd.</summary>
internal sealed class Podman
{
    private readonly string[] _command;

    public Podman(Lab lab)
    {
        string home = lab.MakeDirectory("podman");
        _command =
        [
            "/usr/bin/podman", "--root", $"{home}/root", "--runroot", $"{home}/run", "--tmpdir", $"{home}/tmp", "--storage-driver", "overlay",
            "--cgroup-manager", "cgroupfs", "--runtime", "/usr/bin/crun",
        ];
        lab.Spawn.Run(Command("import", "--quiet", Busybox.MakeArchive(lab), Busybox.ImageName));
    }

    public string[] Command(params string[] arguments) => [.. _command, .. arguments];

    /// <summary>Without journald and systemd: events in a file, logs in a file per container (its default there is the journal).</summary>
    public static string WriteConfiguration(string work)
    {
        string file = Path.Combine(work, "containers.conf");
        File.WriteAllText(file, "[engine]\nevents_logger = \"file\"\n[containers]\nlog_driver = \"k8s-file\"\n");
        return file;
    }
}
