using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Caisson.Linux.Native;

namespace Caisson.Linux.Programs;

public sealed unsafe partial class SyscallProgram
{
    /// <summary>
    /// Gives SIGPIPE its default action: the .NET runtime ignores it, CLONE_CLEAR_SIGHAND keeps ignored signals ignored, and
    /// execve keeps them too.
    /// </summary>
    public void ResetBrokenPipeSignal()
    {
        const int SIGPIPE = 13, SizeOfKernelSigaction = 32;
        Call(Nr.rt_sigaction, SIGPIPE, Bytes(stackalloc byte[SizeOfKernelSigaction]), 0, sizeof(ulong));
    }

    /// <summary>Unblocks all signals.</summary>
    public void UnblockSignals()
    {
        const int SIG_SETMASK = 2;
        Call(Nr.rt_sigprocmask, SIG_SETMASK, Bytes(stackalloc byte[sizeof(ulong)]), 0, sizeof(ulong));
    }

    /// <summary>setsid(2); being a session leader already is no error.</summary>
    public void NewSession() => Call(Nr.setsid, tolerate: Tolerate.Of(Errno.EPERM));

    /// <summary>Makes a terminal the controlling one of this session (ioctl_tty(2), TIOCSCTTY).</summary>
    public void SetControllingTerminal(Argument terminal)
    {
        const int TIOCSCTTY = 0x540E;
        Call(Nr.ioctl, terminal, TIOCSCTTY, 0);
    }

    /// <summary>setns(2).</summary>
    public void JoinNamespace(Argument file, CloneFlags kind) => Call(Nr.setns, file, (long)kind);

    /// <summary>unshare(2).</summary>
    public void Unshare(CloneFlags namespaces) => Call(Nr.unshare, (long)namespaces);

    /// <summary>
    /// clone(2) without CLONE_VM, in shared programs only: the child goes on with the next call, the process that walked so far exits.
    /// The child's pid in the caller's pid namespace is stored in the returned cell.
    /// </summary>
    public Cell Fork(CloneFlags flags)
    {
        const int CLONE_PARENT_SETTID = 0x100000, SIGCHLD = 17;
        Cell pid = NewCell();
        Call(Nr.clone, (long)flags | CLONE_PARENT_SETTID | SIGCHLD, 0, (nint)pid.Address);
        return pid;
    }

    /// <summary>sethostname(2).</summary>
    public void SetHostName(string name) => Call(Nr.sethostname, Text(name), System.Text.Encoding.UTF8.GetByteCount(name));

    /// <summary>setdomainname(2).</summary>
    public void SetDomainName(string name) => Call(Nr.setdomainname, Text(name), System.Text.Encoding.UTF8.GetByteCount(name));

    /// <summary>prlimit(2) on this process.</summary>
    public void SetResourceLimit(int resource, ulong soft, ulong hard)
    {
        Span<byte> limit = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(limit, soft);
        BinaryPrimitives.WriteUInt64LittleEndian(limit[8..], hard);
        Call(Nr.prlimit64, 0, resource, Bytes(limit), 0);
    }

    /// <summary>Joins a new session keyring, so that the caller's keys are out of reach (keyctl(2)).</summary>
    public void NewSessionKeyring(string name)
    {
        const int KEYCTL_JOIN_SESSION_KEYRING = 1;
        // ENOSYS: a kernel without keyrings has no keys to hide. EDQUOT, ENOMEM, EPERM: runc goes on with the inherited keyring; we do not.
        Call(Nr.keyctl, KEYCTL_JOIN_SESSION_KEYRING, Text(name), tolerate: Tolerate.Of(Errno.ENOSYS));
    }

    /// <summary>Brings the loopback interface of the current network namespace up (netdevice(7), SIOCSIFFLAGS).</summary>
    public void BringLoopbackUp()
    {
        const int AF_INET = 2, SOCK_DGRAM = 2, SOCK_CLOEXEC = 0x80000, SIOCSIFFLAGS = 0x8914, IFF_UP = 1, SizeOfIfreq = 40, FlagsOffset = 16;
        Span<byte> request = stackalloc byte[SizeOfIfreq];
        request.Clear();
        "lo"u8.CopyTo(request);
        BinaryPrimitives.WriteInt16LittleEndian(request[FlagsOffset..], IFF_UP);
        Cell socket = Call(Nr.socket, AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        Call(Nr.ioctl, socket, SIOCSIFFLAGS, Bytes(request));
        Call(Nr.close, socket);
    }

    /// <summary>execve(2) of candidates in order: the first that exists runs, as the shell's PATH search does.</summary>
    /// <returns>One cell for each candidate: why it did not run.</returns>
    public IReadOnlyList<Cell> Execute(IReadOnlyList<string> candidates, IReadOnlyList<string> arguments, IReadOnlyList<string> environment)
    {
        nint argv = Vector(arguments), envp = Vector(environment);
        var results = new Cell[candidates.Count];
        for (int i = 0; i < candidates.Count; i++)
        {
            bool last = i == candidates.Count - 1;
            Tolerate tolerate = last ? Tolerate.Nothing : Tolerate.Missing | Tolerate.Of(Errno.EACCES) | Tolerate.Of(Errno.ELOOP);
            results[i] = Call(Nr.execve, Text(candidates[i]), argv, envp, tolerate: tolerate);
        }

        return results;
    }

    /// <summary>execveat(2) of an open file.</summary>
    public void ExecuteFile(Argument file, IReadOnlyList<string> arguments, IReadOnlyList<string> environment)
    {
        const int AT_EMPTY_PATH = 0x1000;
        Call(Nr.execveat, file, Text(""), Vector(arguments), Vector(environment), AT_EMPTY_PATH);
    }

    /// <summary>exit_group(2): the end of a program that executes nothing.</summary>
    public void Exit() => Call(Nr.exit_group, 0);
}
