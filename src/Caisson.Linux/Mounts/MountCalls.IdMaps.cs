using Caisson.Linux.Native;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Linux.Mounts;

public static unsafe partial class MountCalls
{
    /// <summary>
    /// Shows the owners of files through the maps of a user namespace (mount_setattr(2), MOUNT_ATTR_IDMAP): id N of the file system is what id N
    /// of that namespace is on the host. The mount must not have been attached anywhere.
    /// </summary>
    /// <returns>EINVAL for a file system that cannot do it, or a mount that is mapped already.</returns>
    public static Errno TryMapIds(SafeFileHandle mount, SafeFileHandle userNamespace, bool recursive)
    {
        using var fd = new DirectoryArgument(userNamespace);
        return TrySetAttributes(mount, new MountAttributeChange(MountAttributes.MOUNT_ATTR_IDMAP, UserNamespace: (int)fd.Fd), recursive);
    }
}
