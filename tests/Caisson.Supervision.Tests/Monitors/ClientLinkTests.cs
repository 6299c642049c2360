using Caisson.Linux;
using Caisson.Linux.Events;
using Caisson.Linux.Sockets;
using Caisson.Supervision.Monitors;
using Caisson.Supervision.Protocol;

namespace Caisson.Supervision.Tests.Monitors;

public sealed class ClientLinkTests : IDisposable
{
    private static readonly TimeSpan s_quiet = TimeSpan.FromMilliseconds(50), s_limit = TimeSpan.FromSeconds(10);

    private readonly EventLoop _loop = new();
    private readonly PacketSocket _client;
    private readonly ClientLink _link;
    private readonly List<string> _received = [];

    public ClientLinkTests()
    {
        (_client, PacketSocket server) = PacketSocket.CreatePair();
        _link = new ClientLink(_loop, server, (kind, payload) => _received.Add($"{kind} {System.Text.Encoding.ASCII.GetString(payload.Span)}"));
    }

    [Fact]
    public void Messages_of_the_client_arrive_in_order_and_its_end_once()
    {
        Say("one");
        Say("two");
        _client.Dispose();
        RunUntilQuiet();
        Assert.Equal(["Stdin one", "Stdin two", "StdinClosed "], _received);
    }

    [Fact]
    public void Nothing_is_delivered_while_the_link_does_not_listen()
    {
        _link.Listen(false);
        Say("late");
        RunUntilQuiet();
        Assert.Empty(_received);
        _link.Listen(true);
        RunUntilQuiet();
        Assert.Equal(["Stdin late"], _received);
    }

    [Fact]
    public void Output_that_went_out_does_not_make_a_paused_link_listen()
    {
        bool sent = false;
        _link.Listen(false);
        Fill(() => sent = true);
        Say("late");
        DrainClient();
        RunUntilQuiet();
        Assert.True(sent);
        Assert.Empty(_received);
        _link.Listen(true);
        RunUntilQuiet();
        Assert.Equal(["Stdin late"], _received);
    }

    [Fact]
    public void Client_that_leaves_while_the_link_is_paused_neither_spins_the_loop_nor_loses_its_input()
    {
        _link.Listen(false);
        Say("last words");
        _client.Dispose();
        Assert.False(_loop.RunOnce(s_quiet), "a hang-up that nobody waits for keeps the loop busy");
        Assert.Empty(_received);
        _link.Listen(true);
        RunUntilQuiet();
        Assert.Equal(["Stdin last words", "StdinClosed "], _received);
    }

    [Fact]
    public void Client_that_left_does_not_spin_the_loop()
    {
        _client.Dispose();
        RunUntilQuiet();
        Assert.False(_loop.RunOnce(s_quiet));
        Assert.Equal(["StdinClosed "], _received);
    }

    [Fact]
    public void Client_that_leaves_with_output_unread_is_still_heard()
    {
        _link.Send(Message.Number(MessageKind.Started, 1));
        Say("last words");
        _client.Dispose();
        RunUntilQuiet();
        Assert.Equal(["Stdin last words", "StdinClosed "], _received);
    }

    [Fact]
    public void Waiting_message_is_given_up_when_the_client_leaves()
    {
        int sent = 0;
        Fill(() => sent++);
        _client.Dispose();
        RunUntilQuiet();
        Assert.Equal(1, sent);
        Assert.False(_link.IsFull);
        Assert.True(_link.TrySend(new byte[] { 3, 1 }, () => sent++));
        _link.Send([3, 1]);
        Assert.Equal(1, sent);
    }

    [Fact]
    public void Waiting_message_is_given_up_when_the_client_leaves_while_the_link_is_paused()
    {
        int sent = 0;
        _link.Listen(false);
        Fill(() => sent++);
        _client.Dispose();
        Assert.True(_loop.RunOnce(s_limit));
        Assert.Equal(1, sent);
        Assert.False(_loop.RunOnce(s_quiet), "a hang-up that nobody waits for keeps the loop busy");
    }

    [Fact]
    public void Flush_sends_what_waits_and_leaves_nothing_to_watch_for()
    {
        Fill(() => { });
        var reader = new Thread(DrainClientUntilMarker);
        reader.Start();
        _link.Flush();
        _link.Send([(byte)MessageKind.Exited, 0, 0, 0, 0]);
        Assert.True(reader.Join(s_limit));
        Assert.False(_link.IsFull);
        Assert.False(_loop.RunOnce(s_quiet), "a socket with room keeps the loop busy");
    }

    public void Dispose()
    {
        _link.Dispose();
        _client.Dispose();
        _loop.Dispose();
    }

    private void Say(string text) =>
        Assert.Equal(Errno.None, _client.TrySend([(byte)MessageKind.Stdin, .. System.Text.Encoding.ASCII.GetBytes(text)], wait: false));

    private void Fill(Action sent)
    {
        byte[] message = new byte[32 * 1024];
        message[0] = (byte)MessageKind.Stdout;
        for (int i = 0; _link.TrySend(message, sent); i++)
        {
            Assert.True(i < 1000, "a socket that nobody reads takes everything");
        }
    }

    private void DrainClient()
    {
        var buffer = new byte[PacketSocket.LargestMessage];
        while (_client.Receive(buffer, wait: false) > 0)
        {
        }
    }

    private void DrainClientUntilMarker()
    {
        var buffer = new byte[PacketSocket.LargestMessage];
        while (_client.Receive(buffer, wait: true) > 0 && buffer[0] != (byte)MessageKind.Exited)
        {
        }
    }

    private void RunUntilQuiet()
    {
        for (int i = 0; _loop.RunOnce(s_quiet); i++)
        {
            Assert.True(i < 1000, "the loop never comes to rest");
        }
    }
}
