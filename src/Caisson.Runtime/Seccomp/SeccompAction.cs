using Caisson.Oci;
using static Caisson.Linux.Seccomp.SeccompConstants;

namespace Caisson.Runtime.Seccomp;

/// <summary>Names of actions and the values that a filter returns for them (config-linux.md#seccomp, seccomp(2)).</summary>
internal static class SeccompAction
{
    private const uint EPERM = 1;

    /// <summary>The largest errno; the kernel would cut a larger one to it (kernel/seccomp.c).</summary>
    private const uint MaxErrno = 4095;

    /// <summary>The kernel's answer for calls that it does not have.</summary>
    internal const uint ENOSYS = 38;

    /// <summary>The value for an action, with its errno (or data for a tracer) where it takes one; EPERM when none is given.</summary>
    /// <param name="name">A name as <c>SCMP_ACT_ERRNO</c>.</param>
    /// <param name="errnoRet">The errno that the specification gives, or null.</param>
    /// <param name="path">The place of the action's name.</param>
    /// <param name="errnoPath">The place of the errno.</param>
    internal static uint Parse(string name, uint? errnoRet, string path, string errnoPath)
    {
        uint value = name switch
        {
            "SCMP_ACT_ALLOW" => SECCOMP_RET_ALLOW,
            "SCMP_ACT_ERRNO" => SECCOMP_RET_ERRNO,
            "SCMP_ACT_KILL" or "SCMP_ACT_KILL_THREAD" => SECCOMP_RET_KILL_THREAD,
            "SCMP_ACT_KILL_PROCESS" => SECCOMP_RET_KILL_PROCESS,
            "SCMP_ACT_TRAP" => SECCOMP_RET_TRAP,
            "SCMP_ACT_TRACE" => SECCOMP_RET_TRACE,
            "SCMP_ACT_LOG" => SECCOMP_RET_LOG,
            "SCMP_ACT_NOTIFY" => SECCOMP_RET_USER_NOTIF,
            _ => throw new SpecException(path, $"{name} is no seccomp action"),
        };
        if (value is not (SECCOMP_RET_ERRNO or SECCOMP_RET_TRACE))
        {
            return errnoRet is null ? value : throw new SpecException(errnoPath, $"{name} takes no errno");
        }

        uint data = errnoRet ?? EPERM;
        uint max = value == SECCOMP_RET_ERRNO ? MaxErrno : ushort.MaxValue;
        return data <= max ? value | data : throw new SpecException(errnoPath, $"{data} is out of range (0 to {max})");
    }

    /// <summary>
    /// Whether calls that the specification could not know of should get the default action rather than ENOSYS: a filter that lets
    /// through or observes what it does not name does so with new calls too.
    /// </summary>
    internal static bool IsOpen(uint action) =>
        action is SECCOMP_RET_ALLOW or SECCOMP_RET_LOG || (action & 0xffff0000) == SECCOMP_RET_TRACE;
}
