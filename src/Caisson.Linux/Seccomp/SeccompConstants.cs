namespace Caisson.Linux.Seccomp;

/// <summary>Numbers of seccomp(2) and audit, under their C names (linux/seccomp.h, linux/audit.h).</summary>
public static class SeccompConstants
{
    public const uint
        SECCOMP_RET_KILL_PROCESS = 0x80000000,
        SECCOMP_RET_KILL_THREAD = 0x00000000,
        SECCOMP_RET_TRAP = 0x00030000,
        SECCOMP_RET_ERRNO = 0x00050000,
        SECCOMP_RET_USER_NOTIF = 0x7fc00000,
        SECCOMP_RET_TRACE = 0x7ff00000,
        SECCOMP_RET_LOG = 0x7ffc0000,
        SECCOMP_RET_ALLOW = 0x7fff0000;

    public const uint
        SECCOMP_FILTER_FLAG_TSYNC = 1 << 0,
        SECCOMP_FILTER_FLAG_LOG = 1 << 1,
        SECCOMP_FILTER_FLAG_SPEC_ALLOW = 1 << 2,
        SECCOMP_FILTER_FLAG_NEW_LISTENER = 1 << 3,
        SECCOMP_FILTER_FLAG_TSYNC_ESRCH = 1 << 4,
        SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV = 1 << 5;

    public const uint
        AUDIT_ARCH_I386 = 0x40000003,
        AUDIT_ARCH_X86_64 = 0xc000003e;

    /// <summary>The operation of seccomp(2) that loads a filter.</summary>
    public const int SECCOMP_SET_MODE_FILTER = 1;
}
