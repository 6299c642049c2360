using Caisson.Linux.Files;
using Caisson.Linux.Mounts;
using Caisson.Linux.Native;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Linux.Processes;

/// <summary>
/// An executable that nobody can write through /proc/PID/exe: whatever clones into a container runs from one. Without it an image
/// whose entrypoint is /proc/self/exe could overwrite the engine on the host (CVE-2019-5736).
/// </summary>
public static unsafe class SealedExecutable
{
    /// <summary>
    /// Opens an executable on a read-only copy of its mount that is attached nowhere, or where the caller may not mount, as a sealed
    /// copy in memory.
    /// </summary>
    public static SafeFileHandle Open(string path)
    {
        SafeFileHandle mount;
        try
        {
            mount = MountCalls.CloneTree(directory: null, path, recursive: false);
        }
        catch (LinuxException e) when (e.Errno is Errno.EPERM or Errno.ENOSYS)
        {
            return CopyToSealedMemory(path);
        }

        Errno error = MountCalls.TrySetAttributes(mount, new MountAttributeChange(MountAttributes.MOUNT_ATTR_RDONLY), recursive: false);
        if (error == Errno.None)
        {
            return mount;
        }

        mount.Dispose();
        throw new LinuxException("make a read-only mount of", path, error);
    }

    private static SafeFileHandle CopyToSealedMemory(string path)
    {
        const int MFD_CLOEXEC = 1, MFD_ALLOW_SEALING = 2, MFD_EXEC = 0x10, F_ADD_SEALS = 1033, F_SEAL_SEAL = 1, F_SEAL_SHRINK = 2,
            F_SEAL_GROW = 4, F_SEAL_WRITE = 8;
        using SafeFileHandle source = FileCalls.Open(null, path, OpenFlags.O_RDONLY);
        using var name = new NativePath("caisson");
        nint fd = Libc.Syscall(Nr.memfd_create, name.Address, MFD_CLOEXEC | MFD_ALLOW_SEALING | MFD_EXEC);
        if (fd == -(int)Errno.EINVAL)
        {
            // MFD_EXEC came with Linux 6.3; before, every memfd was executable.
            fd = Libc.Syscall(Nr.memfd_create, name.Address, MFD_CLOEXEC | MFD_ALLOW_SEALING);
        }

        if (fd < 0)
        {
            throw new LinuxException("memfd_create", path, (Errno)(-fd));
        }

        var copy = new SafeFileHandle(fd, ownsHandle: true);
        nint result;
        do
        {
            result = Libc.SyscallRestarting(Nr.sendfile, fd, source.DangerousGetHandle(), 0, int.MaxValue);
        }
        while (result > 0);
        if (result == 0)
        {
            result = Libc.Syscall(Nr.fcntl, fd, F_ADD_SEALS, F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE);
        }

        if (result >= 0)
        {
            return copy;
        }

        copy.Dispose();
        throw new LinuxException("make a sealed copy of", path, (Errno)(-result));
    }
}
