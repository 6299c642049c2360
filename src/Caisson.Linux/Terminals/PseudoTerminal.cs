using System.Runtime.InteropServices;
using Caisson.Linux.Files;
using Caisson.Linux.Native;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Linux.Terminals;

/// <summary>A pseudo-terminal (pty(7)): the supervisor holds the master, the container's process the slave.</summary>
public sealed unsafe class PseudoTerminal : IDisposable
{
    private PseudoTerminal(SafeFileHandle master, SafeFileHandle slave, int number)
    {
        Master = master;
        Slave = slave;
        Number = number;
    }

    /// <summary>The side of the person at the keyboard.</summary>
    public SafeFileHandle Master { get; }

    /// <summary>The side of the program.</summary>
    public SafeFileHandle Slave { get; }

    /// <summary>The slave's name in its devpts instance.</summary>
    public int Number { get; }

    /// <summary>Makes a terminal in a devpts instance, which need not be attached anywhere.</summary>
    public static PseudoTerminal Create(SafeFileHandle devpts)
    {
        const int TIOCSPTLCK = 0x40045431, TIOCGPTN = unchecked((int)0x80045430);
        SafeFileHandle master = FileCalls.Open(devpts, "ptmx", OpenFlags.O_RDWR | OpenFlags.O_NOCTTY);
        try
        {
            int unlock = 0, number;
            Check(Libc.Syscall(Nr.ioctl, master.DangerousGetHandle(), TIOCSPTLCK, (nint)(&unlock)), "unlock terminal");
            Check(Libc.Syscall(Nr.ioctl, master.DangerousGetHandle(), unchecked((nint)(uint)TIOCGPTN), (nint)(&number)), "number terminal");
            return new PseudoTerminal(master, FileCalls.Open(devpts, $"{number}", OpenFlags.O_RDWR | OpenFlags.O_NOCTTY), number);
        }
        catch
        {
            master.Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Master.Dispose();
        Slave.Dispose();
    }

    private static void Check(nint result, string step)
    {
        if (result < 0)
        {
            throw new LinuxException(step, "/dev/pts/ptmx", (Errno)(-result));
        }
    }
}
