using System.Runtime.InteropServices;
using System.Text;
using Caisson.Linux.Files;
using Caisson.Linux.Native;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Linux.Processes;

/// <summary>Starts a program of this product with posix_spawn(3), which is safe inside any caller's process.</summary>
public sealed record Spawn
{
    /// <summary>The executable, as a descriptor; a program replaced on disk meanwhile is not picked up.</summary>
    public required SafeFileHandle Executable { get; init; }

    /// <summary>The argument vector, with the program's name first.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>The whole environment; nothing is inherited.</summary>
    public IReadOnlyList<string> Environment { get; init; } = [];

    /// <summary>Descriptors that the program gets as 0, 1, 2 and so on; all others are closed.</summary>
    public required IReadOnlyList<SafeFileHandle> Descriptors { get; init; }

    /// <summary>Whether it leads a session of its own, away from the caller's terminal (setsid(2)).</summary>
    public bool NewSession { get; init; }

    /// <summary>Starts it with the working directory <c>/</c>, default signal actions and no blocked signal.</summary>
    /// <returns>Its pid; the caller reaps it.</returns>
    public unsafe int Start()
    {
        const short POSIX_SPAWN_SETSIGDEF = 4, POSIX_SPAWN_SETSIGMASK = 8, POSIX_SPAWN_SETSID = 0x80;
        const int SignalSetSize = 128;
        byte* actions = stackalloc byte[Libc.SpawnFileActionsSize];
        byte* attributes = stackalloc byte[Libc.SpawnAttributesSize];
        byte* noSignals = stackalloc byte[SignalSetSize];
        byte* allSignals = stackalloc byte[SignalSetSize];
        new Span<byte>(noSignals, SignalSetSize).Clear();
        new Span<byte>(allSignals, SignalSetSize).Fill(0xff);
        if (Arguments.Concat(Environment).Any(text => text.Contains('\0', StringComparison.Ordinal)))
        {
            throw new ArgumentException("an argument or variable cannot contain a NUL character");
        }

        byte** argv = Vector(Arguments), envp = Vector(Environment);
        _ = Libc.posix_spawn_file_actions_init(actions);
        _ = Libc.posix_spawnattr_init(attributes);
        try
        {
            // First out of the way of the target numbers, so that no dup2 overwrites a source that is still needed. The executable comes
            // last, opened anew: an open gets the lowest free number, count by then, and keeps its close-on-exec flag, which a dup2 loses.
            int count = Descriptors.Count, above = Math.Max(count, Highest() + 1);
            int executable = above + count;
            for (int i = 0; i < count; i++)
            {
                Check(Libc.posix_spawn_file_actions_adddup2(actions, (int)Descriptors[i].DangerousGetHandle(), above + i));
            }

            Check(Libc.posix_spawn_file_actions_adddup2(actions, (int)Executable.DangerousGetHandle(), executable));
            for (int i = 0; i < count; i++)
            {
                Check(Libc.posix_spawn_file_actions_adddup2(actions, above + i, i));
            }

            using var copy = new NativePath($"/proc/self/fd/{executable}");
            Check(Libc.posix_spawn_file_actions_addopen(actions, count, (byte*)copy.Address, (int)(OpenFlags.O_PATH | OpenFlags.O_CLOEXEC), 0));
            Check(Libc.posix_spawn_file_actions_addclosefrom_np(actions, count + 1));
            using var root = new NativePath("/");
            Check(Libc.posix_spawn_file_actions_addchdir_np(actions, (byte*)root.Address));

            short flags = (short)(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | (NewSession ? POSIX_SPAWN_SETSID : 0));
            Check(Libc.posix_spawnattr_setflags(attributes, flags));
            Check(Libc.posix_spawnattr_setsigdefault(attributes, allSignals));
            Check(Libc.posix_spawnattr_setsigmask(attributes, noSignals));

            using var path = new NativePath($"/proc/self/fd/{count}");
            int pid;
            int error = Libc.posix_spawn(&pid, (byte*)path.Address, actions, attributes, argv, envp);
            return error == 0 ? pid : throw new LinuxException("start", Arguments[0], (Errno)error);
        }
        finally
        {
            _ = Libc.posix_spawnattr_destroy(attributes);
            _ = Libc.posix_spawn_file_actions_destroy(actions);
            Free(argv);
            Free(envp);
        }
    }

    private int Highest()
    {
        int highest = (int)Executable.DangerousGetHandle();
        foreach (SafeFileHandle descriptor in Descriptors)
        {
            highest = Math.Max(highest, (int)descriptor.DangerousGetHandle());
        }

        return highest;
    }

    private void Check(int error)
    {
        if (error != 0)
        {
            throw new LinuxException("prepare to start", Arguments[0], (Errno)error);
        }
    }

    private static unsafe byte** Vector(IReadOnlyList<string> strings)
    {
        byte** vector = (byte**)NativeMemory.AllocZeroed((nuint)(strings.Count + 1), (nuint)sizeof(byte*));
        for (int i = 0; i < strings.Count; i++)
        {
            int length = Encoding.UTF8.GetByteCount(strings[i]);
            vector[i] = (byte*)NativeMemory.AllocZeroed((nuint)(length + 1));
            Encoding.UTF8.GetBytes(strings[i], new Span<byte>(vector[i], length));
        }

        return vector;
    }

    private static unsafe void Free(byte** vector)
    {
        for (byte** entry = vector; *entry != null; entry++)
        {
            NativeMemory.Free(*entry);
        }

        NativeMemory.Free(vector);
    }
}
