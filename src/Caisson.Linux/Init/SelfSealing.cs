using Caisson.Linux.Native;

namespace Caisson.Linux.Init;

/// <summary>
/// Starts an executable again from a read-only copy of its mount that is attached nowhere. What clones into containers has to run so: a
/// container reaches it through /proc/PID/exe, and could overwrite it on the host otherwise (CVE-2019-5736). The monitor and caisson-init are
/// started so (<see cref="Processes.SealedExecutable"/>); caisson-runtime is started by others, and sees to it itself.
/// </summary>
internal static unsafe class SelfSealing
{
    private const int AT_EMPTY_PATH = 0x1000;

    /// <summary>
    /// Returns when this process runs from a read-only mount already, or may not mount: then it cannot reach a container of another user either.
    /// The executable's path on the host becomes the first argument, as the sealed copy has none.
    /// </summary>
    /// <returns>0, or a negative errno when sealing failed.</returns>
    internal static nint Run(byte** argv, byte** envp)
    {
        const int LongestPath = 4096, OPEN_TREE_CLONE = 1, OPEN_TREE_CLOEXEC = 0x80000, SizeOfMountAttributes = 32, MOUNT_ATTR_RDONLY = 1;
        byte* self = EarlyCalls.Address("/proc/self/exe\0"u8);
        if (IsReadOnly(self))
        {
            return 0;
        }

        byte* path = stackalloc byte[LongestPath];
        nint length = EarlyCalls.Call(Nr.readlinkat, Libc.AT_FDCWD, (nint)self, (nint)path, LongestPath - 1);
        if (length < 0)
        {
            return length;
        }

        path[length] = 0;
        argv[0] = path;
        nint mount = EarlyCalls.Call(Nr.open_tree, Libc.AT_FDCWD, (nint)self, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC);
        if (mount == -(int)Errno.EPERM)
        {
            return 0;
        }

        ulong* attributes = stackalloc ulong[SizeOfMountAttributes / sizeof(ulong)] { MOUNT_ATTR_RDONLY, 0, 0, 0 };
        nint result = mount < 0 ? mount : EarlyCalls.Call(
            Nr.mount_setattr, mount, (nint)EarlyCalls.Address("\0"u8), AT_EMPTY_PATH, (nint)attributes, SizeOfMountAttributes);
        return result < 0 ? result : EarlyCalls.Call(
            Nr.execveat, mount, (nint)EarlyCalls.Address("\0"u8), (nint)argv, (nint)envp, AT_EMPTY_PATH);
    }

    // fstatfs(2): ST_RDONLY says that the mount is read-only, whatever its file system is elsewhere.
    private static bool IsReadOnly(byte* path)
    {
        const int O_PATH = 0x200000, SizeOfStatfs = 120, FlagsOffset = 80;
        nint file = EarlyCalls.Call(Nr.openat, Libc.AT_FDCWD, (nint)path, O_PATH);
        byte* status = stackalloc byte[SizeOfStatfs];
        bool readOnly = EarlyCalls.Call(Nr.fstatfs, file, (nint)status) == 0 && (status[FlagsOffset] & 1) != 0;
        _ = EarlyCalls.Call(Nr.close, file);
        return readOnly;
    }
}
