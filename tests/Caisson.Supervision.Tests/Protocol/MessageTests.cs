using System.Text;
using Caisson.Linux;
using Caisson.Linux.Sockets;
using Caisson.Linux.Terminals;
using Caisson.Supervision.Protocol;

namespace Caisson.Supervision.Tests.Protocol;

public sealed class MessageTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(137)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    public void Number_comes_back(int value)
    {
        byte[] message = Message.Number(MessageKind.Exited, value);
        Assert.Equal((byte)MessageKind.Exited, message[0]);
        Assert.Equal(value, Message.ReadNumber(message.AsSpan(1)));
    }

    [Fact]
    public void Reason_of_a_failed_start_comes_back()
    {
        byte[] message = Message.StartFailed(127, "exec naïve: not found");
        Assert.Equal((byte)MessageKind.StartFailed, message[0]);
        Assert.Equal(127, Message.ReadNumber(message.AsSpan(1)));
        Assert.Equal("exec naïve: not found", Message.ReadText(message.AsSpan(1)));
    }

    [Fact]
    public void Endless_reason_is_cut_to_what_a_packet_holds()
    {
        byte[] message = Message.StartFailed(125, new string('é', 200_000));
        Assert.Equal(PacketSocket.LargestMessage, message.Length);
        (PacketSocket first, PacketSocket second) = PacketSocket.CreatePair();
        using (first)
        using (second)
        {
            Assert.Equal(Errno.None, first.TrySend(message, wait: false));
            Assert.Equal(message.Length, second.Receive(new byte[PacketSocket.LargestMessage], wait: false));
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(24, 80)]
    [InlineData(ushort.MaxValue, 256)]
    public void Size_comes_back(int rows, int columns)
    {
        var size = new WindowSize((ushort)rows, (ushort)columns);
        byte[] message = Message.Resize(size);
        Assert.Equal((byte)MessageKind.Resize, message[0]);
        Assert.Equal(size, Message.ReadSize(message.AsSpan(1)));
    }

    [Fact]
    public void Payloads_that_are_too_short_say_nothing()
    {
        for (int length = 0; length < sizeof(int); length++)
        {
            byte[] payload = Enumerable.Repeat((byte)0xff, length).ToArray();
            Assert.Equal(0, Message.ReadNumber(payload));
            Assert.Equal("", Message.ReadText(payload));
            Assert.Null(Message.ReadSize(payload));
        }
    }

    [Fact]
    public void Text_that_is_no_text_is_read_without_an_error() =>
        Assert.Equal("��ok", Message.ReadText([0, 0, 0, 0, 0xff, 0xfe, .. Encoding.ASCII.GetBytes("ok")]));
}
