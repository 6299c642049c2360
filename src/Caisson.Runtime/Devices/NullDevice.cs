using Caisson.Linux;
using Caisson.Linux.Files;
using Caisson.Linux.Mounts;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Runtime.Devices;

/// <summary>
/// The host's null device as a container may have it: on a read-only mount of its own. Through a descriptor or a mount of the host's writable
/// one, root in a container could change the mode and the owner of a file that every program of the host needs. A read-only mount lets a device be
/// read and written and its inode not be changed.
/// </summary>
public static class NullDevice
{
    private const int MemoryDevices = 1, Null = 3;
    private const string Path = "/dev/null";

    /// <summary>Whether a file is the null device, character device 1:3.</summary>
    public static bool Is(FileStatus status) => status is { IsCharacterDevice: true, SpecialMajor: MemoryDevices, SpecialMinor: Null };

    /// <summary>A detached mount of it.</summary>
    /// <exception cref="LinuxException">The host's /dev/null is something else (CVE-2025-31133).</exception>
    public static SafeFileHandle Mount()
    {
        SafeFileHandle mount = MountCalls.CloneTree(null, Path, recursive: false);
        Errno error = Is(FileCalls.Status(mount, "")) ? Errno.None : Errno.ENODEV;
        if (error == Errno.None)
        {
            error = MountCalls.TrySetAttributes(
                mount, new MountAttributeChange(MountAttributes.MOUNT_ATTR_RDONLY | MountAttributes.MOUNT_ATTR_NOSUID | MountAttributes.MOUNT_ATTR_NOEXEC),
                recursive: false);
        }

        if (error == Errno.None)
        {
            return mount;
        }

        mount.Dispose();
        throw new LinuxException("use as the null device", Path, error);
    }

    /// <summary>Opens it for reading and writing.</summary>
    /// <exception cref="LinuxException">The host's /dev/null is something else.</exception>
    public static SafeFileHandle Open()
    {
        using SafeFileHandle mount = Mount();
        return FileCalls.Open(null, $"/proc/self/fd/{(int)mount.DangerousGetHandle()}", OpenFlags.O_RDWR);
    }
}
