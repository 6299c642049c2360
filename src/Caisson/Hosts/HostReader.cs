using System.Globalization;
using System.Text;
using Caisson.Compilation;
using Caisson.Linux;
using Caisson.Linux.Capabilities;
using Caisson.Linux.Cgroups;
using Caisson.Linux.Files;
using Caisson.Linux.Mounts;
using Caisson.Oci.Runtime;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Hosts;

/// <summary>Collects what compiling a container has to know about the host.</summary>
internal static class HostReader
{
    private const int LargestFile = 1 << 20;

    /// <summary>The host, with its devices only when they are needed.</summary>
    internal static HostFacts Read(bool withDevices) => new()
    {
        Hostname = Environment.MachineName,
        CpuCount = Environment.ProcessorCount,
        CgroupVersion = CgroupLayout.Detect().Find("memory") is { } memory ? memory.IsUnified ? 2 : 1 : 0,
        Capabilities = BoundingSet(Text("/proc/self/status")),
        KernelVersion = ParseKernelVersion(Text("/proc/sys/kernel/osrelease")),
        Devices = withDevices ? DeviceNodes("/dev") : [],
        HasApparmor = FileCalls.TryStatus(null, "/sys/kernel/security/apparmor/profiles", out _) == Errno.None,
        HasMessageQueueMount = HasMessageQueues(),
    };

    /// <summary>The text of a small file; empty when there is none.</summary>
    internal static string Text(string path)
    {
        try
        {
            return Encoding.UTF8.GetString(FileCalls.ReadFileAt(null, path, LargestFile));
        }
        catch (LinuxException e) when (e.Errno is Errno.ENOENT)
        {
            return "";
        }
    }

    /// <summary>The device nodes at a path: itself, or for a directory those below.</summary>
    internal static IReadOnlyList<DeviceSpec> DeviceNodes(string path)
    {
        var nodes = new List<DeviceSpec>();
        Collect(path, nodes, depth: 0);
        return nodes;
    }

    internal static Version ParseKernelVersion(string release)
    {
        ReadOnlySpan<char> text = release;
        int major = Number(ref text), minor = Number(ref text);
        return new Version(major, minor);

        static int Number(ref ReadOnlySpan<char> text)
        {
            int length = 0;
            while (length < text.Length && char.IsAsciiDigit(text[length]))
            {
                length++;
            }

            int value = int.TryParse(text[..length], CultureInfo.InvariantCulture, out int number) ? number : 0;
            text = length < text.Length ? text[(length + 1)..] : [];
            return value;
        }
    }

    // A line of proc_pid_status(5): "CapBnd:	000001ffffffffff".
    internal static CapabilitySet BoundingSet(string status)
    {
        const string Field = "CapBnd:";
        int start = status.IndexOf(Field, StringComparison.Ordinal) + Field.Length;
        int end = status.IndexOf('\n', start);
        return new CapabilitySet(ulong.Parse(status.AsSpan(start, end - start).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
    }

    private static bool HasMessageQueues()
    {
        const long MQUEUE_MAGIC = 0x19800202;
        if (FileCalls.TryOpen(null, "/dev/mqueue", OpenFlags.O_PATH, out SafeFileHandle? directory) != Errno.None)
        {
            return false;
        }

        using (directory)
        {
            return MountCalls.FileSystemType(directory!) == MQUEUE_MAGIC;
        }
    }

    private static void Collect(string path, List<DeviceSpec> nodes, int depth)
    {
        const int Deepest = 8;
        if (FileCalls.TryStatus(null, path, out FileStatus status) != Errno.None)
        {
            return;
        }

        if (status.IsSymlink && depth == 0 && FileCalls.TryOpen(null, path, OpenFlags.O_PATH, out SafeFileHandle? target) == Errno.None)
        {
            using (target)
            {
                status = FileCalls.Status(target, "");
            }
        }

        if (status.Type is FileStatus.S_IFCHR or FileStatus.S_IFBLK)
        {
            nodes.Add(new DeviceSpec
            {
                Path = path,
                Type = status.IsCharacterDevice ? "c" : "b",
                Major = status.SpecialMajor,
                Minor = status.SpecialMinor,
                FileMode = status.Mode & 0xFFF,
                Uid = status.Uid,
                Gid = status.Gid,
            });
        }
        else if (status.IsDirectory && depth < Deepest && !IsOwnedByContainer(path))
        {
            using SafeFileHandle directory = FileCalls.Open(null, path, OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY);
            foreach (string name in DirectoryListing.Read(directory, path))
            {
                Collect($"{path}/{name}", nodes, depth + 1);
            }
        }
    }

    // A container has its own of these (and /dev/console is its own terminal).
    private static bool IsOwnedByContainer(string path) => path is "/dev/pts" or "/dev/shm" or "/dev/mqueue" or "/dev/fd";
}
