using Caisson;
using Caisson.Linux;
using Caisson.Linux.Files;
using Caisson.Linux.Processes;
using Caisson.Linux.Sockets;
using Caisson.Oci;
using Caisson.Runtime.Cgroups;
using Caisson.Supervision.Monitors;
using Caisson.Supervision.Protocol;
using Microsoft.Win32.SafeHandles;

if (args is ["--version"])
{
    StandardStream.Output.WriteText($"caisson-monitor version {ProductVersion.Text}\n");
    return 0;
}

if (args is not [var path])
{
    StandardStream.Error.WriteText("caisson-monitor: started by caisson, not by hand\n");
    return 125;
}

// The library passes these after the standard streams (MonitorStart).
const int ClientDescriptor = 3, InitDescriptor = 4;
ProcessCalls.SetUndumpable();
using var client = new PacketSocket(new SafeFileHandle(ClientDescriptor, ownsHandle: true));
using var init = new SafeFileHandle(InitDescriptor, ownsHandle: true);
try
{
    new ContainerMonitor(path, client, init, TimeProvider.System).Run();
    return 0;
}
catch (Exception e)
{
    // Nobody sees this process's streams: whatever went wrong is told to the client. The next command finds a container without monitor and
    // cleans up.
    client.TrySend(Message.Failed(e is LinuxException or SpecException or CgroupException ? e.Message : e.ToString()), wait: true);
    return 125;
}
