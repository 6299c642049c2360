using Caisson.Linux;
using Caisson.Linux.Cgroups;
using Caisson.Linux.Files;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Runtime.Cgroups;

/// <summary>A container's cgroup in one hierarchy.</summary>
internal sealed class CgroupPlace : IDisposable
{
    private const uint Mode = 0x1ed; // 0755
    private readonly List<string> _made = [];
    private SafeFileHandle? _directory;

    private CgroupPlace(CgroupHierarchy hierarchy, SafeFileHandle mount, string path)
    {
        Hierarchy = hierarchy;
        Mount = mount;
        Path = path;
    }

    internal CgroupHierarchy Hierarchy { get; }

    internal SafeFileHandle Mount { get; }

    /// <summary>Relative to the hierarchy's top.</summary>
    internal string Path { get; }

    /// <summary>Whether <see cref="Make"/> made the cgroup, or found it.</summary>
    internal bool IsNew => _made.Count > 0 && string.Equals(_made[^1], Path, StringComparison.Ordinal);

    /// <summary>The cgroup's directory, opened O_PATH.</summary>
    internal SafeFileHandle Directory => _directory ?? throw new CgroupException($"cgroup {FullPath} is not there");

    internal string FullPath => $"{Hierarchy.MountPoint}/{Path}";

    internal static CgroupPlace At(CgroupHierarchy hierarchy, string path) => new(hierarchy, CgroupCalls.OpenMount(hierarchy.MountPoint), path);

    /// <summary>Opens the directory; false when there is none.</summary>
    internal bool TryOpen()
    {
        Errno error = CgroupCalls.TryOpenGroup(Mount, Path, out _directory);
        return error switch
        {
            Errno.None => true,
            Errno.ENOENT => false,
            _ => throw new LinuxException("open cgroup", FullPath, error),
        };
    }

    /// <summary>Makes the cgroup and its missing ancestors, and opens it.</summary>
    /// <param name="prepare">Called with the path of each made cgroup, parents first, before anything is in it.</param>
    internal void Make(Action<CgroupPlace, string>? prepare)
    {
        MakeDirectory(Path, prepare);
        if (!TryOpen())
        {
            throw new LinuxException("open cgroup", FullPath, Errno.ENOENT);
        }
    }

    /// <summary>Makes an ancestor of the cgroup if it is missing.</summary>
    internal void MakeAncestor(string path) => MakeDirectory(path, prepare: null);

    /// <summary>Takes back what <see cref="Make"/> made; an ancestor that others use meanwhile stays.</summary>
    internal void Undo()
    {
        for (int i = _made.Count - 1; i >= 0; i--)
        {
            FileCalls.TryUnlink(Mount, _made[i], isDirectory: true);
        }
    }

    public void Dispose()
    {
        _directory?.Dispose();
        Mount.Dispose();
    }

    // The common case, where the parent exists, is one call.
    private void MakeDirectory(string path, Action<CgroupPlace, string>? prepare)
    {
        Errno error = FileCalls.TryMakeDirectory(Mount, path, Mode);
        if (error == Errno.ENOENT && path.LastIndexOf('/') is > 0 and int slash)
        {
            MakeDirectory(path[..slash], prepare);
            error = FileCalls.TryMakeDirectory(Mount, path, Mode);
        }

        if (error is not (Errno.None or Errno.EEXIST))
        {
            throw new LinuxException("make cgroup", $"{Hierarchy.MountPoint}/{path}", error);
        }

        if (error == Errno.None)
        {
            _made.Add(path);
            prepare?.Invoke(this, path);
        }
    }
}
