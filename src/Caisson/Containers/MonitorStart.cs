using Caisson.Linux.Files;
using Caisson.Linux.Processes;
using Caisson.Linux.Sockets;
using Caisson.Linux.Terminals;
using Caisson.Supervision.Protocol;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Containers;

/// <summary>Starts a container's monitor and connects to it.</summary>
internal static class MonitorStart
{
    /// <summary>Starts the monitor of a container's directory; it starts the container at once.</summary>
    /// <param name="executables">Where the monitor is.</param>
    /// <param name="path">The container's directory.</param>
    /// <param name="terminalSize">The size of the container's terminal, if it has one and the caller has one.</param>
    /// <returns>The monitor's pid, a child of this process, and this end of the connection.</returns>
    internal static (int Pid, PacketSocket Socket) Start(Executables executables, string path, WindowSize? terminalSize)
    {
        (PacketSocket ours, PacketSocket theirs) = PacketSocket.CreatePair();
        using (theirs)
        {
            using SafeFileHandle nothing = FileCalls.Open(null, "/dev/null", OpenFlags.O_RDWR);
            using SafeFileHandle monitor = executables.OpenMonitor();
            using SafeFileHandle init = executables.OpenInit();
            try
            {
                if (terminalSize is { } size)
                {
                    _ = ours.TrySend(Message.Resize(size), wait: true);
                }

                int pid = new Spawn
                {
                    Executable = monitor,
                    Arguments = ["caisson-monitor", path],
                    Descriptors = [nothing, nothing, nothing, theirs.File, init],
                    NewSession = true,
                }.Start();
                return (pid, ours);
            }
            catch
            {
                ours.Dispose();
                throw;
            }
        }
    }
}
