using System.Globalization;
using Caisson.Linux;
using Caisson.Linux.Files;
using Caisson.Linux.Processes;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Supervision.State;

/// <summary>
/// A process for as long as anybody remembers it: numbers are used again, a number together with its start time and boot is not.
/// </summary>
/// <param name="Pid">The process's number in the initial pid namespace.</param>
/// <param name="StartTime">Clock ticks since boot (proc_pid_stat(5), field 22).</param>
/// <param name="BootId">/proc/sys/kernel/random/boot_id.</param>
public sealed partial record ProcessIdentity(int Pid, ulong StartTime, string BootId)
{
    private const int LargestStat = 4096;

    /// <summary>The identity of a process that exists.</summary>
    public static ProcessIdentity Of(int pid) => new(pid, ReadStartTime(pid), ReadBootId());

    /// <summary>Opens the process; null when it ended, also when another has its number by now.</summary>
    public SafeFileHandle? TryOpen()
    {
        if (ProcessCalls.TryOpen(Pid, out SafeFileHandle? process) != Errno.None)
        {
            return null;
        }

        try
        {
            // The descriptor holds whatever has the number now; if that began when ours did it is ours.
            if (BootId == ReadBootId() && StartTime == ReadStartTime(Pid))
            {
                return process;
            }
        }
        catch (LinuxException)
        {
            // It ended between the two looks.
        }

        process!.Dispose();
        return null;
    }

    /// <summary>Field 22 of <c>/proc/PID/stat</c>; the second field is a name in parentheses that may hold anything.</summary>
    /// <exception cref="FormatException">It is not what the kernel writes.</exception>
    internal static ulong ParseStartTime(string stat)
    {
        const int FieldsAfterName = 20;
        ReadOnlySpan<char> rest = stat.AsSpan(stat.LastIndexOf(')') + 1);
        for (int field = 0; field < FieldsAfterName; field++)
        {
            int space = rest.IndexOf(' ');
            rest = space < 0 ? [] : rest[(space + 1)..];
        }

        int end = rest.IndexOfAny(' ', '\n');
        return ulong.Parse(end < 0 ? rest : rest[..end], NumberStyles.None, CultureInfo.InvariantCulture);
    }

    private static ulong ReadStartTime(int pid) =>
        ParseStartTime(System.Text.Encoding.UTF8.GetString(FileCalls.ReadFileAt(null, $"/proc/{pid}/stat", LargestStat)));

    private static string ReadBootId() =>
        System.Text.Encoding.ASCII.GetString(FileCalls.ReadFileAt(null, "/proc/sys/kernel/random/boot_id", LargestStat)).Trim();
}
