using Caisson.Linux.Files;
using Caisson.Linux.Pipes;
using Caisson.Linux.Processes;
using Caisson.Linux.Programs;
using Caisson.Oci.Runtime;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Runtime.Namespaces;

/// <summary>
/// User namespaces in which nothing runs: carriers of maps for idmapped mounts (mount_setattr(2)). Each pair of maps is made once.
/// </summary>
internal sealed class MappedNamespaces : IDisposable
{
    private readonly Dictionary<string, SafeFileHandle> _made = new(StringComparer.Ordinal);

    /// <summary>The namespace with these maps; stays this object's.</summary>
    /// <exception cref="Linux.LinuxException">The kernel takes no more user namespaces, or not these maps.</exception>
    internal SafeFileHandle Get(IReadOnlyList<IdMapping> uids, IReadOnlyList<IdMapping> gids)
    {
        string key = $"{IdMaps.Text(uids)}:{IdMaps.Text(gids)}";
        if (!_made.TryGetValue(key, out SafeFileHandle? made))
        {
            made = Make(uids, gids);
            _made.Add(key, made);
        }

        return made;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (SafeFileHandle made in _made.Values)
        {
            made.Dispose();
        }
    }

    private static SafeFileHandle Make(IReadOnlyList<IdMapping> uids, IReadOnlyList<IdMapping> gids)
    {
        using Pipe held = Pipe.Create();
        using var program = new SyscallProgram();
        program.Step("hold a user namespace");

        // Its own copy of our end goes first, so that the child ends with us, however we end.
        program.Close(held.Write);
        program.AwaitByte(held.Read);
        program.Exit();
        (int pid, SafeFileHandle pidFd) = CloneStub.Clone(program, CloneFlags.CLONE_NEWUSER);
        using (pidFd)
        {
            try
            {
                IdMaps.Write(pid, uids, gids);
                return FileCalls.Open(null, $"/proc/{pid}/ns/user", OpenFlags.O_RDONLY);
            }
            finally
            {
                const int SIGKILL = 9;
                _ = ProcessCalls.TrySignal(pidFd, SIGKILL);
                _ = ProcessCalls.Wait(pid);
            }
        }
    }
}
