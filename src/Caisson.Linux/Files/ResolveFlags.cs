namespace Caisson.Linux.Files;

/// <summary>How openat2(2) walks a path.</summary>
[Flags]
public enum ResolveFlags : ulong
{
    None = 0,

    /// <summary>Crossing a mount point fails with EXDEV.</summary>
    RESOLVE_NO_XDEV = 0x01,

    /// <summary>Links of /proc/PID/fd and the like fail with ELOOP.</summary>
    RESOLVE_NO_MAGICLINKS = 0x02,

    /// <summary>Any symbolic link fails with ELOOP.</summary>
    RESOLVE_NO_SYMLINKS = 0x04,

    /// <summary>Leaving the directory fails with EXDEV.</summary>
    RESOLVE_BENEATH = 0x08,

    /// <summary>The directory is the root for absolute links and <c>..</c>.</summary>
    RESOLVE_IN_ROOT = 0x10,
}
