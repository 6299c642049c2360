using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Caisson.Linux.Files;
using Caisson.Linux.Native;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Linux.Cgroups;

/// <summary>
/// Reads and writes of cgroup files, and the waits that go with them. One write(2) is one command to the kernel, so a value is
/// always written at once and at offset 0. Names are relative to a directory descriptor.
/// </summary>
public static unsafe class CgroupCalls
{
    private const short POLLIN = 1, POLLPRI = 2;

    /// <summary>Opens a hierarchy's mount point as a place to start from (O_PATH).</summary>
    public static SafeFileHandle OpenMount(string mountPoint) =>
        FileCalls.Open(null, mountPoint, OpenFlags.O_PATH | OpenFlags.O_DIRECTORY);

    /// <summary>
    /// Opens a cgroup below a hierarchy's top. A path that leaves the hierarchy, by <c>..</c>, a link or another mount, is refused
    /// by the kernel (openat2(2)).
    /// </summary>
    public static Errno TryOpenGroup(SafeFileHandle mount, string path, out SafeFileHandle? directory, OpenFlags access = OpenFlags.O_PATH) =>
        FileCalls.TryOpenResolved(
            mount,
            path,
            access | OpenFlags.O_DIRECTORY,
            ResolveFlags.RESOLVE_BENEATH | ResolveFlags.RESOLVE_NO_SYMLINKS | ResolveFlags.RESOLVE_NO_XDEV,
            out directory);

    /// <summary>Whether a path is on a cgroup version 2 file system; false also when there is no such path.</summary>
    public static bool IsCgroup2(string path)
    {
        const long CGROUP2_SUPER_MAGIC = 0x63677270;
        const int SizeOfStatFs = 120;
        using var name = new NativePath(path);
        byte* buffer = stackalloc byte[SizeOfStatFs];
        // SAFETY: struct statfs of x86-64 has 120 bytes and begins with f_type, a long (statfs(2)).
        return Libc.Syscall(Nr.statfs, name.Address, (nint)buffer) == 0 && *(long*)buffer == CGROUP2_SUPER_MAGIC;
    }

    /// <summary>Writes a value to a file of a cgroup.</summary>
    public static Errno TryWrite(SafeFileHandle directory, string file, string value)
    {
        Errno error = FileCalls.TryOpen(directory, file, OpenFlags.O_WRONLY, out SafeFileHandle? handle);
        using (handle)
        {
            return error == Errno.None ? TryWrite(handle!, value) : error;
        }
    }

    /// <summary>Writes a value to an open cgroup file.</summary>
    public static Errno TryWrite(SafeFileHandle file, string value)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(value);
        using var fd = new DirectoryArgument(file);
        // SAFETY: the array is pinned for the call and its length is passed. The kernel takes a cgroup command whole or not at all.
        fixed (byte* data = bytes)
        {
            nint result = Libc.SyscallRestarting(Nr.pwrite64, fd.Fd, (nint)data, bytes.Length, 0);
            return result < 0 ? (Errno)(-result) : Errno.None;
        }
    }

    /// <summary>Reads a whole file of a cgroup or of proc.</summary>
    public static string ReadText(SafeFileHandle? directory, string file)
    {
        Errno error = TryReadText(directory, file, out string text);
        return error == Errno.None ? text : throw new LinuxException("read", file, error);
    }

    /// <inheritdoc cref="ReadText(SafeFileHandle?, string)"/>
    public static Errno TryReadText(SafeFileHandle? directory, string file, out string text)
    {
        text = "";
        Errno error = FileCalls.TryOpen(directory, file, OpenFlags.O_RDONLY, out SafeFileHandle? handle);
        using (handle)
        {
            return error == Errno.None ? TryReadText(handle!, out text) : error;
        }
    }

    /// <summary>Reads an open file from its beginning; reading also arms the next <see cref="WaitForChange"/>.</summary>
    public static Errno TryReadText(SafeFileHandle file, out string text)
    {
        text = "";
        using var fd = new DirectoryArgument(file);
        byte[] buffer = new byte[4096];
        int length = 0;
        while (true)
        {
            nint count;
            // SAFETY: the array is pinned; offset and remaining size stay inside it.
            fixed (byte* data = buffer)
            {
                count = Libc.SyscallRestarting(Nr.pread64, fd.Fd, (nint)(data + length), buffer.Length - length, length);
            }

            if (count < 0)
            {
                return (Errno)(-count);
            }

            if (count == 0)
            {
                text = Encoding.UTF8.GetString(buffer, 0, length);
                return Errno.None;
            }

            length += (int)count;
            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, buffer.Length * 2);
            }
        }
    }

    /// <summary>
    /// Waits until the kernel announces a change of an open <c>cgroup.events</c> or <c>memory.events</c> file since it was read
    /// (cgroups(7): POLLPRI). False when the time is over.
    /// </summary>
    public static bool WaitForChange(SafeFileHandle eventsFile, TimeSpan timeout) => Poll(eventsFile, POLLPRI, timeout);

    /// <summary>Waits until a process has ended, all its threads included. False when the time is over.</summary>
    public static bool WaitForExit(SafeFileHandle process, TimeSpan timeout) => Poll(process, POLLIN, timeout);

    /// <summary>Gives the processor to others for a moment: for states that the kernel changes without announcing it.</summary>
    public static void Yield(TimeSpan atMost)
    {
        var time = ToTimeSpec(atMost);
        // SAFETY: time lives on this stack frame; no descriptors are passed.
        Libc.Syscall(Nr.ppoll, 0, 0, (nint)(&time), 0, 0);
    }

    private static bool Poll(SafeFileHandle file, short events, TimeSpan timeout)
    {
        using var fd = new DirectoryArgument(file);
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            TimeSpan left = timeout - Stopwatch.GetElapsedTime(start);
            var poll = new PollDescriptor { Fd = (int)fd.Fd, Events = events };
            TimeSpec time = ToTimeSpec(left);
            // SAFETY: one descriptor record and the time live on this stack frame.
            nint result = Libc.Syscall(Nr.ppoll, (nint)(&poll), 1, (nint)(&time), 0, 0);
            if (result != -(int)Errno.EINTR)
            {
                return result > 0;
            }
        }
    }

    private static TimeSpec ToTimeSpec(TimeSpan span)
    {
        long ticks = Math.Max(0, span.Ticks);
        return new() { Seconds = ticks / TimeSpan.TicksPerSecond, Nanoseconds = ticks % TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick };
    }

    /// <summary>struct pollfd (poll(2)).</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct PollDescriptor
    {
        public int Fd;
        public short Events, Returned;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public long Seconds, Nanoseconds;
    }
}
