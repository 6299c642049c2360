using Caisson.Linux.Native;

namespace Caisson.Linux.Processes;

/// <summary>
/// Lets this thread make files as another user until it is disposed (setfsuid(2)), with all its capabilities. On an idmapped mount nothing else
/// can: an id that the mount does not map makes no file there (EOVERFLOW). Made and disposed on one thread.
/// </summary>
public readonly ref struct FileIdentity
{
    private const int PR_GET_SECUREBITS = 27, PR_SET_SECUREBITS = 28;

    private readonly nint _uid;
    private readonly nint _gid;
    private readonly nint _secureBits;
    private readonly bool _changed;

    private FileIdentity(nint uid, nint gid, nint secureBits)
    {
        _uid = uid;
        _gid = gid;
        _secureBits = secureBits;
        _changed = true;
    }

    /// <summary>Becomes a user as far as files are concerned.</summary>
    /// <exception cref="LinuxException">The thread may not.</exception>
    public static FileIdentity Assume(uint uid, uint gid)
    {
        if (Current(Nr.setfsuid) == (nint)uid && Current(Nr.setfsgid) == (nint)gid)
        {
            return default;
        }

        // Otherwise leaving user 0 takes the capabilities that are about files away (capabilities(7)).
        nint before = Libc.Syscall(Nr.prctl, PR_GET_SECUREBITS);
        nint result = Libc.Syscall(Nr.prctl, PR_SET_SECUREBITS, before | SECBIT_NO_SETUID_FIXUP);
        if (result < 0)
        {
            throw new LinuxException("keep capabilities as", $"user {uid}", (Errno)(-result));
        }

        var identity = new FileIdentity(Libc.Syscall(Nr.setfsuid, (nint)uid), Libc.Syscall(Nr.setfsgid, (nint)gid), before);

        // Both calls return what was before, even when they refuse.
        if (Current(Nr.setfsuid) == (nint)uid && Current(Nr.setfsgid) == (nint)gid)
        {
            return identity;
        }

        identity.Dispose();
        throw new LinuxException("make files as", $"user {uid} group {gid}", Errno.EPERM);
    }

    /// <summary>Makes files as before.</summary>
    public void Dispose()
    {
        if (_changed)
        {
            _ = Libc.Syscall(Nr.setfsuid, _uid);
            _ = Libc.Syscall(Nr.setfsgid, _gid);
            _ = Libc.Syscall(Nr.prctl, PR_SET_SECUREBITS, _secureBits);
        }
    }

    // No user has the id -1: asking for it changes nothing.
    private static nint Current(int call) => (nint)(uint)Libc.Syscall(call, -1);

    internal const int SECBIT_NO_SETUID_FIXUP = 4;
}
