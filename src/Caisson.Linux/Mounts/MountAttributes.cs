namespace Caisson.Linux.Mounts;

/// <summary>Attributes of one mount (mount_setattr(2), fsmount(2)) under their C names.</summary>
[Flags]
public enum MountAttributes : ulong
{
    None = 0,
    MOUNT_ATTR_RDONLY = 0x1,
    MOUNT_ATTR_NOSUID = 0x2,
    MOUNT_ATTR_NODEV = 0x4,
    MOUNT_ATTR_NOEXEC = 0x8,

    /// <summary>The access time setting: relatime is 0.</summary>
    MOUNT_ATTR__ATIME = 0x70,
    MOUNT_ATTR_NOATIME = 0x10,
    MOUNT_ATTR_STRICTATIME = 0x20,
    MOUNT_ATTR_NODIRATIME = 0x80,
    MOUNT_ATTR_IDMAP = 0x100000,
    MOUNT_ATTR_NOSYMFOLLOW = 0x200000,
}
