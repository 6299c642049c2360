using Caisson.Linux.Sockets;

namespace Caisson.Linux.Tests.Sockets;

public class PacketSocketClosingTests
{
    [Fact]
    public void What_was_sent_arrives_although_the_sender_closed_without_reading()
    {
        (PacketSocket first, PacketSocket second) = PacketSocket.CreatePair();
        using (first)
        {
            using (second)
            {
                Assert.Equal(Errno.None, first.TrySend([1], wait: true));
                Assert.Equal(Errno.None, second.TrySend([2, 3], wait: true));
            }

            var buffer = new byte[PacketSocket.LargestMessage];
            Assert.Equal(2, first.Receive(buffer, wait: false));
            Assert.Equal(new byte[] { 2, 3 }, buffer[..2]);
            Assert.Equal(0, first.Receive(buffer, wait: false));
        }
    }
}
