using Caisson.Linux;
using Caisson.Linux.Sockets;

namespace Caisson.Linux.Tests.Sockets;

public sealed class PacketSocketTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Messages_sent_before_the_other_end_closed_arrive_although_it_left_some_unread(bool wait)
    {
        (PacketSocket ours, PacketSocket theirs) = PacketSocket.CreatePair();
        using (ours)
        {
            Assert.Equal(Errno.None, ours.TrySend("never read"u8, wait: true));
            Assert.Equal(Errno.None, theirs.TrySend("last"u8, wait: true));
            theirs.Dispose();
            var buffer = new byte[16];
            Assert.Equal(4, ours.Receive(buffer, wait));
            Assert.Equal("last"u8, buffer.AsSpan(0, 4));
            Assert.Equal(0, ours.Receive(buffer, wait));
        }
    }
}
