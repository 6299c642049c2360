using System.Globalization;
using Caisson.Linux.Files;
using Caisson.Linux.Programs;
using Caisson.Runtime.Setup;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Runtime.Mounts;

/// <summary>
/// A bind mount's source in another process's mount namespace, written as <c>/proc/PID/root/PATH</c>: how containers share <c>/dev/shm</c> without
/// a mount on the host. open_tree(2) copies only what is in the own mount namespace, so a child enters the other one.
/// </summary>
/// <param name="Pid">The process.</param>
/// <param name="Path">The path in its root.</param>
internal sealed record ForeignMount(int Pid, string Path)
{
    /// <summary>Understands a source; null when it is an ordinary path of the host.</summary>
    internal static ForeignMount? TryParse(string source)
    {
        const string Proc = "/proc/", Root = "/root/";
        int end = source.StartsWith(Proc, StringComparison.Ordinal) ? source.IndexOf('/', Proc.Length) : -1;
        return end > 0
            && int.TryParse(source.AsSpan(Proc.Length, end - Proc.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int pid) && pid > 0
            && string.CompareOrdinal(source, end, Root, 0, Root.Length) == 0 && source.Length > end + Root.Length
            ? new ForeignMount(pid, source[(end + Root.Length)..])
            : null;
    }

    /// <summary>A detached copy of the mount there. No link counts, as the other container decides what lies at the path.</summary>
    internal SafeFileHandle CloneTree(bool recursive)
    {
        using SafeFileHandle mountNamespace = FileCalls.Open(null, $"/proc/{Pid}/ns/mnt", OpenFlags.O_RDONLY);
        using var program = new SyscallProgram();
        program.Step($"join the mount namespace of process {Pid}");
        program.JoinNamespace(mountNamespace, CloneFlags.CLONE_NEWNS);
        program.Step($"clone mount {Path} of process {Pid}");
        Cell root = program.Open("/", OpenFlags.O_PATH | OpenFlags.O_DIRECTORY);
        Cell place = program.OpenResolved(root, Path, OpenFlags.O_PATH, LoweringContext.InContainer);
        Cell copy = program.CloneMount(place, recursive);
        program.Close(place);
        program.Close(root);
        program.Exit();
        return ShortLivedChild.Open(program, CloneFlags.None, copy);
    }
}
