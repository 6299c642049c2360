using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Caisson.Bench;

/// <summary>
/// Starts programs with posix_spawn(3), which costs the same small time for everyone. Standard input is an empty file, output and error go to files:
/// real files, because some engines change the owner of what they get there, which must not hit /dev/null.
/// </summary>
internal sealed unsafe partial class Spawn : IDisposable
{
    private const int O_WRONLY = 1;
    private const int O_CREAT = 0x40;
    private const int O_TRUNC = 0x200;

    private readonly string _input;
    private readonly string _output;
    private readonly string _error;
    private readonly byte*[] _environment;

    public Spawn(string work, IReadOnlyDictionary<string, string> environment)
    {
        _input = Path.Combine(work, "stdin");
        _output = Path.Combine(work, "stdout");
        _error = Path.Combine(work, "stderr");
        File.WriteAllBytes(_input, []);
        _environment = Strings(environment.Select(entry => $"{entry.Key}={entry.Value}"));
    }

    /// <summary>Runs a program to its end and throws unless it ends with 0.</summary>
    /// <returns>Milliseconds from the call to the reaped exit.</returns>
    /// <exception cref="CommandFailedException">It did not start, or ended otherwise; the message has its first error line.</exception>
    public double Run(IReadOnlyList<string> command)
    {
        byte*[] argv = Strings(command);
        try
        {
            long start = Stopwatch.GetTimestamp();
            int pid = Start(argv);
            int status = Wait(pid);
            double elapsed = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            if (status != 0)
            {
                throw new CommandFailedException($"{Path.GetFileName(command[0])}: {FirstErrorLine(status)}");
            }
            return elapsed;
        }
        finally
        {
            Free(argv);
        }
    }

    /// <summary>Runs a program and returns what it wrote to standard output, trimmed.</summary>
    /// <exception cref="CommandFailedException">As for <see cref="Run"/>.</exception>
    public string Capture(IReadOnlyList<string> command)
    {
        Run(command);
        return File.ReadAllText(_output).Trim();
    }

    /// <summary>Starts a program that goes on running; its output goes to a log of its own.</summary>
    /// <returns>Its pid.</returns>
    public int StartDaemon(IReadOnlyList<string> command, string log)
    {
        byte*[] argv = Strings(command);
        try
        {
            return Start(argv, log, log);
        }
        finally
        {
            Free(argv);
        }
    }

    /// <summary>Ends a program started by <see cref="StartDaemon"/>: SIGTERM, and SIGKILL when ten seconds were not enough.</summary>
    public static void StopDaemon(int pid)
    {
        const int SIGKILL = 9, SIGTERM = 15, WNOHANG = 1;
        Kill(pid, SIGTERM);
        long deadline = Environment.TickCount64 + 10_000;
        while (WaitPid(pid, out _, WNOHANG) == 0)
        {
            if (Environment.TickCount64 > deadline)
            {
                Kill(pid, SIGKILL);
                WaitPid(pid, out _, 0);
                return;
            }
            Thread.Sleep(20);
        }
    }

    public void Dispose() => Free(_environment);

    private int Start(byte*[] argv, string? output = null, string? error = null)
    {
        // posix_spawn_file_actions_t is 80 bytes in glibc on x86-64 and arm64.
        byte* actions = stackalloc byte[128];
        Check(FileActionsInit(actions), "posix_spawn_file_actions_init");
        try
        {
            Check(FileActionsAddOpen(actions, 0, _input, 0, 0), "posix_spawn_file_actions_addopen");
            Check(FileActionsAddOpen(actions, 1, output ?? _output, O_WRONLY | O_CREAT | O_TRUNC, 0x180), "posix_spawn_file_actions_addopen");
            Check(FileActionsAddOpen(actions, 2, error ?? _error, O_WRONLY | O_CREAT | O_TRUNC, 0x180), "posix_spawn_file_actions_addopen");
            fixed (byte** arguments = argv, environment = _environment)
            {
                Check(PosixSpawn(out int pid, arguments[0], actions, null, arguments, environment), Marshal.PtrToStringUTF8((nint)arguments[0])!);
                return pid;
            }
        }
        finally
        {
            FileActionsDestroy(actions);
        }
    }

    private static int Wait(int pid)
    {
        const int EINTR = 4;
        int status;
        while (WaitPid(pid, out status, 0) < 0)
        {
            if (Marshal.GetLastPInvokeError() != EINTR)
            {
                throw new CommandFailedException($"waitpid: {Marshal.GetLastPInvokeErrorMessage()}");
            }
        }
        return status;
    }

    private string FirstErrorLine(int status)
    {
        string? line = File.ReadLines(_error).Concat(File.ReadLines(_output)).FirstOrDefault(text => text.Length > 0);
        string end = (status & 0x7f) == 0 ? $"exit code {status >> 8}" : $"signal {status & 0x7f}";
        return line is null ? end : $"{end}: {line}";
    }

    private static void Check(int error, string what)
    {
        if (error != 0)
        {
            throw new CommandFailedException($"{what}: {Marshal.GetPInvokeErrorMessage(error)}");
        }
    }

    private static byte*[] Strings(IEnumerable<string> texts)
    {
        string[] list = [.. texts];
        byte*[] strings = new byte*[list.Length + 1];
        for (int i = 0; i < list.Length; i++)
        {
            strings[i] = (byte*)Marshal.StringToCoTaskMemUTF8(list[i]);
        }
        return strings;
    }

    private static void Free(byte*[] strings)
    {
        foreach (byte* text in strings)
        {
            Marshal.FreeCoTaskMem((nint)text);
        }
    }

    [LibraryImport("libc", EntryPoint = "posix_spawn")]
    private static partial int PosixSpawn(out int pid, byte* path, byte* actions, void* attributes, byte** argv, byte** environment);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    private static partial int FileActionsInit(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    private static partial int FileActionsDestroy(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addopen", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int FileActionsAddOpen(byte* actions, int descriptor, string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "waitpid", SetLastError = true)]
    private static partial int WaitPid(int pid, out int status, int options);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);
}
