namespace Caisson.Bench.Peers;

/// <summary>The image that everyone runs: Debian's static busybox with a link for each of its commands.</summary>
internal static class Busybox
{
    public const string ImageName = "bench-busybox";

    public static string MakeRoot(string work, Spawn spawn)
    {
        string root = Path.Combine(work, "rootfs");
        foreach (string name in new[] { "bin", "dev", "etc", "proc", "root", "sys", "tmp" })
        {
            Directory.CreateDirectory(Path.Combine(root, name));
        }
        File.Copy("/bin/busybox", Path.Combine(root, "bin", "busybox"));
        foreach (string command in spawn.Capture(["/bin/busybox", "--list"]).Split('\n').Where(command => command != "busybox"))
        {
            File.CreateSymbolicLink(Path.Combine(root, "bin", command), "busybox");
        }
        File.WriteAllText(Path.Combine(root, "etc", "passwd"), "root:x:0:0:root:/root:/bin/sh\n");
        File.WriteAllText(Path.Combine(root, "etc", "group"), "root:x:0:\n");
        return root;
    }

    /// <summary>The root as a tar archive, which docker and podman import.</summary>
    public static string MakeArchive(Lab lab)
    {
        string archive = Path.Combine(lab.Settings.Work, "rootfs.tar");
        if (!File.Exists(archive))
        {
            lab.Spawn.Run(["/bin/tar", "-C", lab.Rootfs, "-cf", archive, "."]);
        }
        return archive;
    }
}
