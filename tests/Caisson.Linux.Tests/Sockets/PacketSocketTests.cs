using Caisson.Linux.Sockets;

namespace Caisson.Linux.Tests.Sockets;

public sealed class PacketSocketTests : IDisposable
{
    private readonly PacketSocket _first, _second;
    private readonly byte[] _buffer = new byte[PacketSocket.LargestMessage];

    public PacketSocketTests() => (_first, _second) = PacketSocket.CreatePair();

    [Fact]
    public void Messages_keep_their_boundaries()
    {
        _first.TrySend("one"u8, wait: true);
        _first.TrySend("three"u8, wait: true);
        Assert.Equal(3, _second.Receive(_buffer, wait: true));
        Assert.Equal(5, _second.Receive(_buffer, wait: true));
        Assert.Equal(-(int)Errno.EAGAIN, _second.Receive(_buffer, wait: false));
    }

    [Fact]
    public void Largest_message_goes_through()
    {
        byte[] message = [.. Enumerable.Range(0, PacketSocket.LargestMessage).Select(i => (byte)(i % 251))];
        Assert.Equal(Errno.None, _first.TrySend(message, wait: false));
        Assert.Equal(message.Length, _second.Receive(_buffer, wait: false));
        Assert.Equal(message, _buffer);
    }

    [Fact]
    public void Full_socket_is_EAGAIN_without_waiting()
    {
        Errno error = Errno.None;
        for (int i = 0; i < 10_000 && error == Errno.None; i++)
        {
            error = _first.TrySend(_buffer, wait: false);
        }

        Assert.Equal(Errno.EAGAIN, error);
    }

    [Fact]
    public void Closed_end_is_zero_bytes_for_the_reader_and_EPIPE_without_a_signal_for_the_writer()
    {
        _first.Dispose();
        Assert.Equal(0, _second.Receive(_buffer, wait: true));
        Assert.Equal(Errno.EPIPE, _second.TrySend("x"u8, wait: true));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Messages_sent_before_the_other_end_closed_arrive_although_it_left_some_unread(bool wait)
    {
        Assert.Equal(Errno.None, _first.TrySend("never read"u8, wait: true));
        Assert.Equal(Errno.None, _second.TrySend("last"u8, wait: true));
        _second.Dispose();
        Assert.Equal(4, _first.Receive(_buffer, wait));
        Assert.Equal("last"u8, _buffer.AsSpan(0, 4));
        Assert.Equal(0, _first.Receive(_buffer, wait));
    }

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
    }
}
