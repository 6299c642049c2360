using Caisson.Linux.Native;

namespace Caisson.Linux.Init;

/// <summary>
/// Process 1 of a container: starts the program, forwards every signal to it, reaps every orphan, and ends as the program did. It runs
/// before the .NET runtime would start: one thread, a few pages of memory, nothing to fail.
/// </summary>
internal static unsafe class ProcessOne
{
    private const int StatusDescriptor = 3, SIGCHLD = 17, SIG_SETMASK = 2, EINTR = -(int)Errno.EINTR;

    /// <summary>Supervises a program; never returns. Signals are blocked since before this process was cloned.</summary>
    internal static void Run(byte** argv, byte** envp)
    {
        const int F_SETFD = 2, FD_CLOEXEC = 1;
        _ = EarlyCalls.Call(Nr.fcntl, StatusDescriptor, F_SETFD, FD_CLOEXEC);
        nint child = EarlyCalls.Call(Nr.clone, SIGCHLD);
        if (child == 0)
        {
            BecomeProgram(argv, envp);
        }

        if (child < 0)
        {
            Fail(child);
        }

        _ = EarlyCalls.Call(Nr.close, StatusDescriptor);
        CloseStreams();
        Supervise(child);
    }

    private static void Supervise(nint child)
    {
        ulong all = ulong.MaxValue;
        while (true)
        {
            nint signal = EarlyCalls.Call(Nr.rt_sigtimedwait, (nint)(&all), 0, 0, sizeof(ulong));
            if (signal == SIGCHLD)
            {
                Reap(child);
            }
            else if (signal > 0)
            {
                _ = EarlyCalls.Call(Nr.kill, child, signal);
            }
        }
    }

    private static void Reap(nint child)
    {
        const int WNOHANG = 1;
        while (true)
        {
            int status;
            nint pid = EarlyCalls.Call(Nr.wait4, -1, (nint)(&status), WNOHANG, 0);
            if (pid == child)
            {
                int signal = status & 0x7f;
                EarlyCalls.Exit(signal == 0 ? status >> 8 & 0xff : 128 + signal);
            }

            if (pid <= 0 && pid != EINTR)
            {
                return;
            }
        }
    }

    // A pipe reaches its end when the last writer closes it: this process must not hold the program's streams open.
    private static void CloseStreams()
    {
        for (int stream = 0; stream < StatusDescriptor; stream++)
        {
            _ = EarlyCalls.Call(Nr.close, stream);
        }
    }

    private static void BecomeProgram(byte** argv, byte** envp)
    {
        // A process group of its own, in the foreground of the terminal if there is one, so that job control and Ctrl-C work in it.
        const int TIOCSPGRP = 0x5410;
        _ = EarlyCalls.Call(Nr.setpgid, 0, 0);
        int group = (int)EarlyCalls.Call(Nr.getpid);
        _ = EarlyCalls.Call(Nr.ioctl, 0, TIOCSPGRP, (nint)(&group));
        ulong none = 0;
        _ = EarlyCalls.Call(Nr.rt_sigprocmask, SIG_SETMASK, (nint)(&none), 0, sizeof(ulong));
        Fail(Execute(argv, envp));
    }

    private static void Fail(nint result)
    {
        int errno = (int)-result;
        _ = EarlyCalls.Call(Nr.write, StatusDescriptor, (nint)(&errno), sizeof(int));
        EarlyCalls.Exit(127);
    }

    // execvp(3): a name without a slash is looked up in PATH; a candidate that may not be executed is remembered while the search goes on.
    private static nint Execute(byte** argv, byte** envp)
    {
        const int Longest = 4096;
        byte* name = argv[0];
        int nameLength = Length(name);
        for (int i = 0; i < nameLength; i++)
        {
            if (name[i] == (byte)'/')
            {
                return EarlyCalls.Call(Nr.execve, (nint)name, (nint)argv, (nint)envp);
            }
        }

        byte* candidate = stackalloc byte[Longest];
        nint answer = -(int)Errno.ENOENT;
        for (byte* path = SearchPath(envp); *path != 0;)
        {
            int length = 0;
            while (path[length] != 0 && path[length] != (byte)':')
            {
                length++;
            }

            if (length > 0 && length + nameLength + 2 <= Longest)
            {
                Join(candidate, path, length, name, nameLength);
                nint error = EarlyCalls.Call(Nr.execve, (nint)candidate, (nint)argv, (nint)envp);
                if (error is not (-(int)Errno.ENOENT or -(int)Errno.ENOTDIR))
                {
                    answer = error;
                }
            }

            path += path[length] == 0 ? length : length + 1;
        }

        return answer;
    }

    private static byte* SearchPath(byte** envp)
    {
        for (byte** entry = envp; *entry != null; entry++)
        {
            if (EarlyCalls.Is(*entry, "PATH="u8))
            {
                return *entry + "PATH="u8.Length;
            }
        }

        return EarlyCalls.Address("/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\0"u8);
    }

    private static void Join(byte* target, byte* directory, int directoryLength, byte* name, int nameLength)
    {
        for (int i = 0; i < directoryLength; i++)
        {
            target[i] = directory[i];
        }

        target[directoryLength] = (byte)'/';
        for (int i = 0; i <= nameLength; i++)
        {
            target[directoryLength + 1 + i] = name[i];
        }
    }

    private static int Length(byte* text)
    {
        int length = 0;
        while (text[length] != 0)
        {
            length++;
        }

        return length;
    }
}
