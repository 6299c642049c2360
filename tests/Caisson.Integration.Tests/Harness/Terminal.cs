using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Integration.Tests.Harness;

/// <summary>
/// A command on a terminal of its own, for tests of -t: the test holds the master side of a new pty, the command has the other side as
/// controlling terminal and as standard input, output and error.
/// </summary>
internal sealed partial class Terminal : IDisposable
{
    private const nuint TIOCSPTLCK = 0x40045431;
    private const nuint TIOCGPTN = 0x80045430;
    private const nuint TIOCSWINSZ = 0x5414;

    private readonly SafeFileHandle _master;
    private readonly FileStream _stream;
    private readonly Process _process;
    private readonly OutputBuffer _shown;

    private Terminal(string file, IEnumerable<string> arguments, ushort columns, ushort rows)
    {
        _master = File.OpenHandle("/dev/ptmx", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        int unlocked = 0, number = 0;
        Check(Ioctl(_master, TIOCSPTLCK, ref unlocked));
        Check(Ioctl(_master, TIOCGPTN, ref number));
        _stream = new FileStream(_master, FileAccess.ReadWrite, bufferSize: 0);
        Resize(columns, rows);

        // setsid(1) gives the command a session whose controlling terminal is its standard input, the pty's other side.
        string[] wrapped = ["-c", "exec setsid --ctty --wait \"$@\" <\"$0\" >\"$0\" 2>&1", $"/dev/pts/{number}", file, .. arguments];
        var start = new ProcessStartInfo("/bin/sh", wrapped) { UseShellExecute = false, WorkingDirectory = "/" };
        start.Environment["TERM"] = "xterm";
        _process = Process.Start(start)!;
        _shown = new OutputBuffer(_stream);
    }

    /// <summary>Everything that was shown so far.</summary>
    public string Shown => _shown.Text;

    public static Terminal Start(string file, IEnumerable<string> arguments, ushort columns = 80, ushort rows = 24) => new(file, arguments, columns, rows);

    public void Type(string text) => _stream.Write(Encoding.UTF8.GetBytes(text));

    public void Resize(ushort columns, ushort rows)
    {
        // struct winsize: unsigned short rows, columns, and two unused pixel counts.
        Span<ushort> size = [rows, columns, 0, 0];
        Check(Ioctl(_master, TIOCSWINSZ, ref MemoryMarshal.AsRef<int>(MemoryMarshal.AsBytes(size))));
    }

    /// <summary>Waits until the text was shown; fails at the time limit.</summary>
    public void Expect(string text) => _shown.Expect(text, Command.DefaultTimeout);

    /// <summary>Waits for the command's end and returns its exit code.</summary>
    public int Wait(TimeSpan? timeout = null)
    {
        Assert.True(_process.WaitForExit(timeout ?? Command.DefaultTimeout), $"the command did not end; the terminal shows:\n{Shown}");
        _shown.WaitForEnd(TimeSpan.FromSeconds(10));
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }
        _shown.WaitForEnd(TimeSpan.FromSeconds(10));
        _process.Dispose();
        _stream.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Ioctl(SafeFileHandle file, nuint request, ref int argument);

    private static void Check(int result)
    {
        if (result < 0)
        {
            throw new IOException($"ioctl on a pty: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");
        }
    }
}
