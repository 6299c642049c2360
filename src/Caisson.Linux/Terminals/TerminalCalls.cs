using System.Runtime.InteropServices;
using Caisson.Linux.Native;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Linux.Terminals;

/// <summary>Terminal modes and sizes (termios(3), ioctl_tty(2)).</summary>
public static unsafe class TerminalCalls
{
    private const int TCGETS = 0x5401, TCSETSW = 0x5403, TIOCGWINSZ = 0x5413, TIOCSWINSZ = 0x5414, SizeOfTermios = 36;

    /// <summary>Whether a descriptor is a terminal.</summary>
    public static bool IsTerminal(SafeFileHandle file)
    {
        byte* termios = stackalloc byte[SizeOfTermios];
        return Control(file, TCGETS, termios) >= 0;
    }

    /// <summary>The window size; null when the descriptor is no terminal.</summary>
    public static WindowSize? Size(SafeFileHandle terminal)
    {
        ushort* size = stackalloc ushort[4];
        return Control(terminal, TIOCGWINSZ, size) < 0 ? null : new WindowSize(size[0], size[1]);
    }

    /// <summary>Sets the window size; the foreground process group gets SIGWINCH.</summary>
    public static Errno TrySetSize(SafeFileHandle terminal, WindowSize size)
    {
        ushort* value = stackalloc ushort[4] { size.Rows, size.Columns, 0, 0 };
        nint result = Control(terminal, TIOCSWINSZ, value);
        return result < 0 ? (Errno)(-result) : Errno.None;
    }

    /// <summary>
    /// Puts a terminal into raw mode: every byte goes through as it is, signals are made by the container's own terminal.
    /// </summary>
    /// <returns>The settings before, for <see cref="Restore"/>; null when the descriptor is no terminal.</returns>
    public static byte[]? MakeRaw(SafeFileHandle terminal)
    {
        const uint IGNBRK = 1, BRKINT = 2, PARMRK = 8, ISTRIP = 0x20, INLCR = 0x40, IGNCR = 0x80, ICRNL = 0x100, IXON = 0x400, OPOST = 1,
            ISIG = 1, ICANON = 2, ECHO = 8, ECHONL = 0x40, IEXTEN = 0x8000, CSIZE = 0x30, PARENB = 0x100, CS8 = 0x30;
        const int ControlCharacters = 17, VTIME = 5, VMIN = 6;
        byte* termios = stackalloc byte[SizeOfTermios];
        if (Control(terminal, TCGETS, termios) < 0)
        {
            return null;
        }

        byte[] before = new ReadOnlySpan<byte>(termios, SizeOfTermios).ToArray();
        // struct termios begins with the input, output, control and local modes; after a line discipline byte follow the characters.
        uint* modes = (uint*)termios;
        modes[0] &= ~(IGNBRK | BRKINT | PARMRK | ISTRIP | INLCR | IGNCR | ICRNL | IXON);
        modes[1] &= ~OPOST;
        modes[2] = (modes[2] & ~(CSIZE | PARENB)) | CS8;
        modes[3] &= ~(ECHO | ECHONL | ICANON | ISIG | IEXTEN);
        termios[ControlCharacters + VMIN] = 1;
        termios[ControlCharacters + VTIME] = 0;
        _ = Control(terminal, TCSETSW, termios);
        return before;
    }

    /// <summary>Puts settings back that <see cref="MakeRaw"/> returned.</summary>
    public static void Restore(SafeFileHandle terminal, byte[] settings)
    {
        fixed (byte* termios = settings)
        {
            _ = Control(terminal, TCSETSW, termios);
        }
    }

    private static nint Control(SafeFileHandle file, int request, void* argument)
    {
        using var fd = new DirectoryArgument(file);
        return Libc.Syscall(Nr.ioctl, fd.Fd, request, (nint)argument);
    }
}
