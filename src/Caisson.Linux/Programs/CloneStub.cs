using Caisson.Linux.Native;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Linux.Programs;

/// <summary>
/// Clones a child that shares this process's memory (CLONE_VM) and walks a <see cref="SyscallProgram"/> in machine code until
/// its execve. fork() is not an option: it copies a multi-threaded runtime whose locks and garbage collector hang in the child.
/// </summary>
/// <remarks>
/// Only for executables of this product, never inside a caller's process: the child's change of ids turns this process's dumpable
/// flag off, and its /proc/PID/exe is this process's executable. Never into namespaces in which other processes run: whoever may
/// ptrace there could read this memory.
/// </remarks>
public static unsafe class CloneStub
{
    private static readonly Lock s_gate = new();
    private static void* s_code;

    /// <summary>The bytes of clone-stub.s.</summary>
    internal static ReadOnlySpan<byte> Code =>
    [
        0x49, 0x89, 0xd0, 0x49, 0x89, 0xc9, 0xb8, 0xb3, 0x01, 0x00, 0x00, 0x0f, 0x05, 0x48, 0x85, 0xc0, 0x74, 0x01, 0xc3, 0x4d,
        0x89, 0xc4, 0x4d, 0x89, 0xcd, 0x49, 0x8b, 0x7c, 0x24, 0x08, 0x49, 0x8b, 0x74, 0x24, 0x10, 0x49, 0x8b, 0x54, 0x24, 0x18,
        0x4d, 0x8b, 0x54, 0x24, 0x20, 0x4d, 0x8b, 0x44, 0x24, 0x28, 0x4d, 0x8b, 0x4c, 0x24, 0x30, 0x41, 0x8a, 0x5c, 0x24, 0x58,
        0xf6, 0xc3, 0x01, 0x74, 0x03, 0x48, 0x8b, 0x3f, 0xf6, 0xc3, 0x02, 0x74, 0x03, 0x48, 0x8b, 0x36, 0xf6, 0xc3, 0x04, 0x74,
        0x03, 0x48, 0x8b, 0x12, 0xf6, 0xc3, 0x08, 0x74, 0x03, 0x4d, 0x8b, 0x12, 0xf6, 0xc3, 0x10, 0x74, 0x03, 0x4d, 0x8b, 0x00,
        0x49, 0x8b, 0x04, 0x24, 0x0f, 0x05, 0x49, 0x8b, 0x4c, 0x24, 0x38, 0x48, 0x85, 0xc9, 0x74, 0x03, 0x48, 0x89, 0x01, 0x48,
        0x85, 0xc0, 0x78, 0x07, 0x4d, 0x8b, 0x64, 0x24, 0x48, 0xeb, 0x96, 0x48, 0x89, 0xc2, 0x48, 0xf7, 0xda, 0x48, 0x83, 0xfa,
        0x3f, 0x77, 0x12, 0x49, 0x0f, 0xa3, 0x54, 0x24, 0x40, 0x73, 0x0a, 0x4d, 0x8b, 0x64, 0x24, 0x50, 0xe9, 0x78, 0xff, 0xff,
        0xff, 0x4d, 0x89, 0x65, 0x00, 0x49, 0x89, 0x45, 0x08, 0xbf, 0x7d, 0x00, 0x00, 0x00, 0xb8, 0xe7, 0x00, 0x00, 0x00, 0x0f,
        0x05, 0xf4,
    ];

    /// <summary>
    /// Starts the child. With <see cref="CloneFlags.CLONE_VFORK"/> this returns after the child's execve or its failure;
    /// otherwise at once, and the program has to stay in memory until then.
    /// </summary>
    /// <param name="program">What the child does.</param>
    /// <param name="flags">Namespaces to create and CLONE_VFORK; CLONE_VM, CLONE_PIDFD and CLONE_CLEAR_SIGHAND are added.</param>
    /// <param name="cgroup">A cgroup v2 directory to start in; null for the parent's.</param>
    /// <returns>The child's pid and pidfd.</returns>
    public static (int Pid, SafeFileHandle PidFd) Clone(SyscallProgram program, CloneFlags flags, SafeFileHandle? cgroup = null)
    {
        const int SIGCHLD = 17;
        int pidFd = -1;
        flags |= CloneFlags.CLONE_VM | CloneFlags.CLONE_PIDFD | CloneFlags.CLONE_CLEAR_SIGHAND;
        using var cgroupArgument = new DirectoryArgument(cgroup);
        var arguments = new CloneArgs { ExitSignal = SIGCHLD, PidFd = (ulong)(&pidFd) };
        if (cgroup is not null)
        {
            flags |= CloneFlags.CLONE_INTO_CGROUP;
            arguments.Cgroup = (ulong)cgroupArgument.Fd;
        }

        arguments.Flags = (ulong)flags;
        ProgramHeader* header = program.Header;
        void* code = LoadCode();

        // Signals stay blocked until the program unblocks them: a handler of this process must not run in the child.
        ulong all = ulong.MaxValue, before;
        _ = Libc.Syscall(Nr.rt_sigprocmask, SIG_SETMASK, (nint)(&all), (nint)(&before), sizeof(ulong));
        // SAFETY: the code is the assembled clone-stub.s. A plain unmanaged call leaves this thread preemptive for the garbage collector,
        // so a collection never waits for the child. header and arguments outlive the call; the program outlives the child's walk.
        nint pid = ((delegate* unmanaged<CloneArgs*, nint, SyscallRecord*, SyscallRecord**, nint>)code)(
            &arguments, sizeof(CloneArgs), header->First, &header->Failed);
        _ = Libc.Syscall(Nr.rt_sigprocmask, SIG_SETMASK, (nint)(&before), 0, sizeof(ulong));
        return pid < 0
            ? throw new LinuxException("clone3", flags.ToString(), (Errno)(-pid))
            : ((int)pid, new SafeFileHandle(pidFd, ownsHandle: true));
    }

    private static void* LoadCode()
    {
        lock (s_gate)
        {
            if (s_code != null)
            {
                return s_code;
            }

            const int PageSize = 4096, PROT_READ = 1, PROT_WRITE = 2, PROT_EXEC = 4, MAP_PRIVATE = 2, MAP_ANONYMOUS = 0x20;
            nint page = Libc.Syscall(Nr.mmap, 0, PageSize, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
            if (page < 0)
            {
                throw new LinuxException("mmap", "the clone stub", (Errno)(-page));
            }

            // SAFETY: the code is shorter than the page; it is never writable and executable at the same time.
            Code.CopyTo(new Span<byte>((void*)page, PageSize));
            nint result = Libc.Syscall(Nr.mprotect, page, PageSize, PROT_READ | PROT_EXEC);
            return result < 0 ? throw new LinuxException("mprotect", "the clone stub", (Errno)(-result)) : s_code = (void*)page;
        }
    }

    private const int SIG_SETMASK = 2;
}
