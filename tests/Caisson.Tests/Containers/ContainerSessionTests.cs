using Caisson.Containers;
using Caisson.Linux;
using Caisson.Linux.Sockets;
using Caisson.Supervision.Protocol;

namespace Caisson.Tests.Containers;

public sealed class ContainerSessionTests
{
    private const int NoMonitor = 0;

    [Fact]
    public void The_exit_code_arrives_from_a_monitor_that_left_with_input_unread()
    {
        (PacketSocket ours, PacketSocket monitor) = PacketSocket.CreatePair();
        using var session = new ContainerSession((NoMonitor, ours), terminal: false);
        Assert.Equal(Errno.None, ours.TrySend([(byte)MessageKind.StdinClosed], wait: false));
        Assert.Equal(Errno.None, monitor.TrySend(Message.Number(MessageKind.Exited, 7), wait: false));
        monitor.Dispose();
        Assert.Equal(7, session.Run(new AttachStreams()));
    }

    [Fact]
    public void A_monitor_that_says_nothing_before_it_ends_was_killed()
    {
        (PacketSocket ours, PacketSocket monitor) = PacketSocket.CreatePair();
        using var session = new ContainerSession((NoMonitor, ours), terminal: false);
        monitor.Dispose();
        Assert.Contains("monitor was killed", Assert.Throws<EngineException>(() => session.Run(new AttachStreams())).Message, StringComparison.Ordinal);
    }
}
