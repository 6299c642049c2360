using Caisson.Linux;
using Caisson.Linux.Files;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Runtime.Mounts;

/// <summary>
/// A root file system and the mounts that will lie in it, walked before any of them is attached. Turns a path as a container
/// knows it into one without links, and makes what is missing on the way. Every component is opened by itself and links
/// are followed here, against this root: no link of an image leads out of it (CVE-2021-30465).
/// </summary>
public sealed class RootTree : IDisposable
{
    private const int LinkBudget = 40, LongestPath = 4096; // as the kernel has them: MAXSYMLINKS and PATH_MAX
    private const uint NewDirectoryMode = 0x1ED, NewFileMode = 0x1A4; // 0755, 0644

    private readonly List<(string Path, SafeFileHandle? Root)> _mounts = [];

    /// <summary>Starts with the root alone.</summary>
    /// <param name="root">The root, mounted or not; stays the caller's.</param>
    public RootTree(SafeFileHandle root) => _mounts.Add(("/", root));

    /// <summary>Adds a mount; a null root is one that only the container can make, whose content is not known here.</summary>
    /// <param name="path">A path that <see cref="Resolve"/> returned.</param>
    /// <param name="root">The mount's root; stays the caller's.</param>
    public void Add(string path, SafeFileHandle? root) => _mounts.Add((path, root));

    /// <summary>The path without links, <c>.</c> and <c>..</c>.</summary>
    /// <exception cref="LinuxException">A component is missing, is of the wrong kind, or links in a circle.</exception>
    public string Resolve(string path, TargetKind kind)
    {
        using var walk = new Walk(this, path);
        return walk.Run(kind);
    }

    /// <summary>Opens a directory or file by a path that <see cref="Resolve"/> returned; null in a mount made by the container.</summary>
    public SafeFileHandle? Open(string path, OpenFlags flags)
    {
        (string mount, SafeFileHandle? root) = Locate(path);
        string below = mount == "/" ? path[1..] : path[mount.Length..].TrimStart('/');
        return root is null
            ? null
            : FileCalls.OpenResolved(
                root, below.Length == 0 ? "." : below, flags,
                ResolveFlags.RESOLVE_IN_ROOT | ResolveFlags.RESOLVE_NO_SYMLINKS | ResolveFlags.RESOLVE_NO_MAGICLINKS);
    }

    /// <inheritdoc />
    public void Dispose() => _mounts.Clear();

    // The last of the longest: mounts lie over each other.
    private (string Path, SafeFileHandle? Root) Locate(string path)
    {
        (string Path, SafeFileHandle? Root) best = _mounts[0];
        foreach ((string Path, SafeFileHandle? Root) mount in _mounts)
        {
            bool covers = mount.Path == "/" || path == mount.Path
                || (path.StartsWith(mount.Path, StringComparison.Ordinal) && path[mount.Path.Length] == '/');
            if (covers && mount.Path.Length >= best.Path.Length)
            {
                best = mount;
            }
        }

        return best;
    }

    /// <summary>Whether a mount lies at a path that <see cref="Resolve"/> returned.</summary>
    public bool IsMountPoint(string path) => _mounts.Exists(m => m.Path == path);

    private sealed class Walk : IDisposable
    {
        private readonly RootTree _tree;
        private readonly string _asked;
        private readonly LinkedList<string> _remaining;
        private readonly List<string> _done = [];
        private readonly List<SafeFileHandle?> _directories = [];
        private int _links = LinkBudget;

        internal Walk(RootTree tree, string path)
        {
            if (path.Length >= LongestPath)
            {
                throw new LinuxException("find", $"{path[..64]}… in the container", Errno.ENAMETOOLONG);
            }

            _tree = tree;
            _asked = path;
            _remaining = new LinkedList<string>(Split(path));
            Enter("/");
        }

        private string Here => "/" + string.Join('/', _done);

        internal string Run(TargetKind kind)
        {
            while (_remaining.First is { } first)
            {
                _remaining.RemoveFirst();
                if (first.Value == "..")
                {
                    Leave();
                }
                else
                {
                    Advance(first.Value, kind);
                }
            }

            return Here;
        }

        public void Dispose()
        {
            foreach (SafeFileHandle? directory in _directories)
            {
                directory?.Dispose();
            }
        }

        private void Advance(string name, TargetKind kind)
        {
            bool last = _remaining.Count == 0;
            string path = _done.Count == 0 ? "/" + name : $"{Here}/{name}";
            SafeFileHandle? parent = _directories[^1];
            if (parent is null || _tree.IsMountPoint(path))
            {
                _done.Add(name);
                Enter(path);
                return;
            }

            Errno error = FileCalls.TryStatus(parent, name, out FileStatus status);
            if (error == Errno.ENOENT && kind != TargetKind.Existing)
            {
                Make(parent, name, path, isFile: last && kind == TargetKind.File);
                error = FileCalls.TryStatus(parent, name, out status);
            }

            Check(error, path);
            if (status.IsSymlink)
            {
                Follow(parent, name, path);
                return;
            }

            Check(!last && !status.IsDirectory ? Errno.ENOTDIR : Errno.None, path);
            Check(last && kind == TargetKind.Directory && !status.IsDirectory ? Errno.ENOTDIR : Errno.None, path);
            Check(last && kind == TargetKind.File && status.IsDirectory ? Errno.EISDIR : Errno.None, path);
            _done.Add(name);
            if (status.IsDirectory)
            {
                Enter(path);
            }
            else
            {
                _directories.Add(null);
            }
        }

        private void Follow(SafeFileHandle parent, string name, string path)
        {
            Check(_links-- == 0 ? Errno.ELOOP : Errno.None, path);
            Check(FileCalls.TryReadLink(parent, name, out string? target), path);
            if (target!.StartsWith('/'))
            {
                while (_done.Count > 0)
                {
                    Leave();
                }
            }

            LinkedListNode<string>? after = null;
            foreach (string component in Split(target))
            {
                after = after is null ? _remaining.AddFirst(component) : _remaining.AddAfter(after, component);
            }
        }

        private void Make(SafeFileHandle parent, string name, string path, bool isFile)
        {
            if (isFile)
            {
                Errno error = FileCalls.TryOpen(
                    parent, name, OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_EXCL | OpenFlags.O_NOFOLLOW, out SafeFileHandle? file,
                    NewFileMode);
                Check(error, path, "make file");
                file!.Dispose();
            }
            else
            {
                Check(FileCalls.TryMakeDirectory(parent, name, NewDirectoryMode), path, "make directory");
            }
        }

        private void Enter(string path)
        {
            const OpenFlags Flags = OpenFlags.O_PATH | OpenFlags.O_NOFOLLOW;
            if (_directories.Count > 0 && _directories[^1] is { } parent && !_tree.IsMountPoint(path))
            {
                _directories.Add(FileCalls.Open(parent, _done[^1], Flags | OpenFlags.O_DIRECTORY));
                return;
            }

            SafeFileHandle? root = _tree.Locate(path) is var mount && mount.Path == path ? mount.Root : null;
            bool known = root is not null && FileCalls.Status(root, "").IsDirectory;
            _directories.Add(known ? FileCalls.Open(root, ".", Flags) : null);
        }

        private void Leave()
        {
            if (_done.Count > 0)
            {
                _done.RemoveAt(_done.Count - 1);
                _directories[^1]?.Dispose();
                _directories.RemoveAt(_directories.Count - 1);
            }
        }

        private void Check(Errno error, string path, string step = "find")
        {
            if (error != Errno.None)
            {
                throw new LinuxException(step, path == _asked ? $"{path} in the container" : $"{path} (for {_asked}) in the container", error);
            }
        }

        private static IEnumerable<string> Split(string path) =>
            path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(c => c != ".");
    }
}
