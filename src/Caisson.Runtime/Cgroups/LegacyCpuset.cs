using Caisson.Linux;
using Caisson.Linux.Cgroups;
using Caisson.Linux.Files;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Runtime.Cgroups;

/// <summary>
/// A new cpuset of version 1 has no processors and no memory nodes, and takes no tasks until it has both (cpuset(7)). It gets its
/// parent's; limits from the bundle come later and replace them.
/// </summary>
internal static class LegacyCpuset
{
    internal static void Inherit(CgroupPlace place, string path)
    {
        Inherit(place, path, "cpuset.cpus");
        Inherit(place, path, "cpuset.mems");
    }

    // An ancestor that somebody else left empty is filled on the way.
    private static string Inherit(CgroupPlace place, string path, string file)
    {
        int slash = path.LastIndexOf('/');
        string parent = slash < 0 ? "" : path[..slash];
        string value = Read(place, parent, file);
        if (value.Length == 0 && parent.Length > 0)
        {
            value = Inherit(place, parent, file);
        }

        string target = $"{path}/{file}";
        Errno error = CgroupCalls.TryWrite(place.Mount, target, value);
        return error == Errno.None ? value : throw new LinuxException($"write {value} to", $"{place.Hierarchy.MountPoint}/{target}", error);
    }

    private static string Read(CgroupPlace place, string path, string file)
    {
        string name = path.Length == 0 ? file : $"{path}/{file}";
        using SafeFileHandle handle = FileCalls.Open(place.Mount, name, OpenFlags.O_RDONLY);
        Errno error = CgroupCalls.TryReadText(handle, out string text);
        return error == Errno.None ? text.TrimEnd() : throw new LinuxException("read", $"{place.Hierarchy.MountPoint}/{name}", error);
    }
}
