using System.Text;
using Caisson.Linux.Files;
using Caisson.Linux.Mounts;
using Caisson.Linux.Pipes;
using Caisson.Linux.Terminals;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Linux.Tests.Terminals;

public sealed class TerminalTests
{
    [Fact]
    public void Terminal_of_a_devpts_that_is_attached_nowhere_carries_both_ways()
    {
        using PseudoTerminal terminal = Create();
        Assert.Equal(0, terminal.Number);
        Assert.True(TerminalCalls.IsTerminal(terminal.Slave));
        StreamCalls.Write(terminal.Slave, "out\n"u8);
        Assert.Equal("out\r\n", Read(terminal.Master));
        StreamCalls.Write(terminal.Master, "in\n"u8);
        Assert.Equal("in\n", Read(terminal.Slave));
    }

    [Fact]
    public void Size_is_seen_on_the_other_side()
    {
        using PseudoTerminal terminal = Create();
        Assert.Equal(Errno.None, TerminalCalls.TrySetSize(terminal.Master, new WindowSize(33, 99)));
        Assert.Equal(new WindowSize(33, 99), TerminalCalls.Size(terminal.Slave));
    }

    [Fact]
    public void Raw_mode_passes_every_byte_and_is_undone()
    {
        using PseudoTerminal terminal = Create();
        byte[]? before = TerminalCalls.MakeRaw(terminal.Slave);
        Assert.NotNull(before);
        StreamCalls.Write(terminal.Slave, "a\n\u0003"u8);
        Assert.Equal("a\n\u0003", Read(terminal.Master));
        StreamCalls.Write(terminal.Master, "\u0003\u0004\r"u8);
        Assert.Equal("\u0003\u0004\r", Read(terminal.Slave));
        TerminalCalls.Restore(terminal.Slave, before);
        StreamCalls.Write(terminal.Slave, "\n"u8);
        Assert.Equal("\r\n", Read(terminal.Master));
    }

    [Fact]
    public void What_is_no_terminal_has_no_size_and_no_modes()
    {
        using SafeFileHandle nothing = FileCalls.Open(null, "/dev/null", OpenFlags.O_RDWR);
        Assert.False(TerminalCalls.IsTerminal(nothing));
        Assert.Null(TerminalCalls.Size(nothing));
        Assert.Null(TerminalCalls.MakeRaw(nothing));
        Assert.Equal(Errno.ENOTTY, TerminalCalls.TrySetSize(nothing, default));
    }

    [Fact]
    public void Directory_that_is_no_devpts_is_an_error_and_leaves_nothing_open()
    {
        using var directory = new TemporaryDirectory();
        int before = Directory.GetFiles("/proc/self/fd").Length;
        for (int i = 0; i < 50; i++)
        {
            Assert.Throws<LinuxException>(() => PseudoTerminal.Create(directory.Handle));
            File.WriteAllText(directory["ptmx"], "");
            Assert.Throws<LinuxException>(() => PseudoTerminal.Create(directory.Handle));
            File.Delete(directory["ptmx"]);
        }

        Assert.InRange(Directory.GetFiles("/proc/self/fd").Length, 0, before + 10);
    }

    private static PseudoTerminal Create()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root: a devpts of its own");
        using SafeFileHandle devpts = MountCalls.Create("devpts", [new("newinstance", null), new("ptmxmode", "0666")], MountAttributes.None);
        return PseudoTerminal.Create(devpts);
    }

    private static string Read(SafeFileHandle file)
    {
        var buffer = new byte[100];
        return Encoding.ASCII.GetString(buffer, 0, Math.Max(0, StreamCalls.Read(file, buffer)));
    }
}
