using System.Security.Cryptography;
using Caisson.Linux;
using Caisson.Linux.Events;
using Caisson.Linux.Pipes;
using Caisson.Linux.Sockets;
using Caisson.Supervision.Logs;
using Caisson.Supervision.Monitors;
using Caisson.Supervision.Protocol;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Supervision.Tests.Monitors;

/// <summary>Output and input through real pipes and sockets, with the loop of a monitor.</summary>
public sealed class CarryingTests : IDisposable
{
    private const int Much = 10 << 20;
    private static readonly TimeSpan s_quiet = TimeSpan.FromMilliseconds(50), s_limit = TimeSpan.FromSeconds(60);

    private readonly EventLoop _loop = new();
    private readonly Pipe _output = Pipe.Create(), _error = Pipe.Create(), _input = Pipe.Create();
    private readonly PacketSocket _client;
    private readonly ClientLink _link;
    private readonly List<IDisposable> _carriers = [];
    private InputFeed? _feed;

    public CarryingTests()
    {
        (_client, PacketSocket server) = PacketSocket.CreatePair();
        _link = new ClientLink(_loop, server, OnMessage);
        StreamCalls.SetNonBlocking(_output.Read);
        StreamCalls.SetNonBlocking(_error.Read);
        StreamCalls.SetNonBlocking(_input.Write);
    }

    [Fact]
    public void Slow_client_slows_the_program_down_and_loses_nothing()
    {
        byte[] sent = RandomNumberGenerator.GetBytes(Much), other = RandomNumberGenerator.GetBytes(Much / 4);
        OutputPump[] pumps = [Pump(_output.Read, OutputStream.Stdout), Pump(_error.Read, OutputStream.Stderr)];
        Thread program = Run(() => WriteAndClose(_output.Write, sent)), otherProgram = Run(() => WriteAndClose(_error.Write, other));
        using var received = new MemoryStream();
        using var otherReceived = new MemoryStream();
        Thread client = Run(() => ReadMessages((kind, payload) => (kind == MessageKind.Stdout ? received : otherReceived).Write(payload)));
        RunUntil(() => !program.IsAlive && !otherProgram.IsAlive);
        foreach (OutputPump pump in pumps)
        {
            Drain(pump);
        }

        _link.Send(Message.Number(MessageKind.Exited, 0));
        Assert.True(client.Join(s_limit));
        Assert.True(sent.AsSpan().SequenceEqual(received.ToArray()));
        Assert.True(other.AsSpan().SequenceEqual(otherReceived.ToArray()));
    }

    [Fact]
    public void Client_that_reads_nothing_is_not_buffered_for()
    {
        using OutputPump pump = Pump(_output.Read, OutputStream.Stdout);
        StreamCalls.SetNonBlocking(_output.Write);
        byte[] chunk = new byte[4096];
        long accepted = 0;
        bool full = false;
        while (!full)
        {
            int written = StreamCalls.Write(_output.Write, chunk);
            accepted += Math.Max(written, 0);
            full = written == -(int)Errno.EAGAIN && !_loop.RunOnce(s_quiet);
            Assert.True(accepted < 2 << 20, "the monitor holds what the client does not read");
        }

        Assert.True(_link.IsFull);
    }

    [Fact]
    public void Output_goes_to_the_log_when_the_client_is_gone()
    {
        using var directory = new TemporaryDirectory();
        byte[] sent = RandomNumberGenerator.GetBytes(Much / 4);
        _client.Dispose();
        using (var log = new OutputLog(directory.Handle, "log", TimeProvider.System))
        {
            using OutputPump pump = Pump(_output.Read, OutputStream.Stdout, log);
            Thread program = Run(() => WriteAndClose(_output.Write, sent));
            RunUntil(() => !program.IsAlive);
            Drain(pump);
        }

        Assert.True(sent.AsSpan().SequenceEqual(LogReader.Read(directory["log"]).SelectMany(line => line.Content.ToArray()).ToArray()));
    }

    [Fact]
    public void Output_at_its_end_does_not_spin_the_loop()
    {
        using OutputPump pump = Pump(_output.Read, OutputStream.Stdout);
        WriteAndClose(_output.Write, "bye"u8);
        Assert.True(_loop.RunOnce(s_limit));
        Assert.True(_loop.RunOnce(s_limit));
        Assert.False(_loop.RunOnce(s_quiet), "a pipe at its end keeps the loop busy");
        Assert.Equal("bye", ReadOne(MessageKind.Stdout));
    }

    [Fact]
    public void Rest_of_the_output_does_not_wait_for_a_process_that_keeps_the_pipe_open()
    {
        using OutputPump pump = Pump(_output.Read, OutputStream.Stdout);
        Assert.Equal(3, StreamCalls.Write(_output.Write, "end"u8));
        Drain(pump);
        Assert.Equal("end", ReadOne(MessageKind.Stdout));
    }

    [Fact]
    public void Input_that_the_program_does_not_read_waits_at_the_client_and_nothing_is_lost()
    {
        _feed = Feed();
        byte[] sent = RandomNumberGenerator.GetBytes(Much);
        Thread client = Run(() =>
        {
            SendInput(sent);
            _client.Dispose();
        });
        using var received = new MemoryStream();
        Thread program = Run(() => ReadToEnd(received));
        RunUntil(() => !program.IsAlive);
        Assert.True(client.Join(s_limit));
        Assert.True(sent.AsSpan().SequenceEqual(received.ToArray()));
    }

    [Fact]
    public void Input_and_output_at_once_lose_nothing_although_both_are_stuck_at_times()
    {
        // An echo: what comes in goes out, through pipes and sockets that are full most of the time.
        _feed = Feed();
        byte[] sent = RandomNumberGenerator.GetBytes(Much / 2);
        OutputPump pump = Pump(_output.Read, OutputStream.Stdout);
        Thread program = Run(Echo);
        using var received = new MemoryStream();
        Thread client = Run(() => ReadMessages((_, payload) => received.Write(payload)));
        Thread typist = Run(() =>
        {
            SendInput(sent);
            Assert.Equal(Errno.None, _client.TrySend([(byte)MessageKind.StdinClosed], wait: true));
        });
        RunUntil(() => !program.IsAlive);
        Drain(pump);
        _link.Send(Message.Number(MessageKind.Exited, 0));
        Assert.True(client.Join(s_limit));
        Assert.True(typist.Join(s_limit));
        Assert.True(sent.AsSpan().SequenceEqual(received.ToArray()));
    }

    [Fact]
    public void Client_that_leaves_with_input_stuck_leaves_it_to_the_program()
    {
        _feed = Feed();
        byte[] sent = RandomNumberGenerator.GetBytes(150_000);
        Thread client = Run(() =>
        {
            SendInput(sent);
            _client.Dispose();
        });
        RunUntil(() => !client.IsAlive);
        RunUntilQuiet();
        using var received = new MemoryStream();
        Thread program = Run(() => ReadToEnd(received));
        RunUntil(() => !program.IsAlive);
        Assert.True(sent.AsSpan().SequenceEqual(received.ToArray()));
    }

    [Fact]
    public void Program_that_closed_its_input_does_not_stop_the_client_or_spin_the_loop()
    {
        _feed = Feed();
        _input.Read.Dispose();
        Thread client = Run(() => SendInput(new byte[Much / 4]));
        RunUntil(() => !client.IsAlive);
        RunUntilQuiet();
    }

    public void Dispose()
    {
        _link.Dispose();
        _client.Dispose();
        foreach (IDisposable disposable in (IEnumerable<IDisposable>)[.. _carriers, _output, _error, _input, _loop])
        {
            disposable.Dispose();
        }
    }

    private OutputPump Pump(SafeFileHandle source, OutputStream stream, OutputLog? log = null)
    {
        var pump = new OutputPump(_loop, source, stream, log, _link);
        _carriers.Add(pump);
        return pump;
    }

    private InputFeed Feed()
    {
        var feed = new InputFeed(_loop, _input.Write, closesTarget: true);
        _carriers.Add(feed);
        return feed;
    }

    // As ContainerMonitor does it.
    private void OnMessage(MessageKind kind, ReadOnlyMemory<byte> payload)
    {
        if (kind == MessageKind.Stdin && !_feed!.Write(payload.Span, () => _link.Listen(true)))
        {
            _link.Listen(false);
        }
        else if (kind == MessageKind.StdinClosed)
        {
            _feed?.Close();
        }
    }

    // As ContainerMonitor does it.
    private void Drain(OutputPump pump)
    {
        IReadOnlyList<byte[]> rest = pump.TakeRest();
        _link.Flush();
        foreach (byte[] message in rest)
        {
            _link.Send(message);
        }
    }

    private void RunUntil(Func<bool> done)
    {
        long begun = System.Diagnostics.Stopwatch.GetTimestamp();
        while (!done())
        {
            _loop.RunOnce(TimeSpan.FromMilliseconds(10));
            Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(begun) < s_limit, "nothing moves any more");
        }
    }

    private void RunUntilQuiet()
    {
        for (int i = 0; _loop.RunOnce(s_quiet); i++)
        {
            Assert.True(i < 1000, "the loop never comes to rest");
        }
    }

    private static Thread Run(Action action)
    {
        var thread = new Thread(() => action()) { IsBackground = true };
        thread.Start();
        return thread;
    }

    private void SendInput(ReadOnlySpan<byte> input)
    {
        const int Largest = 32 * 1024;
        while (!input.IsEmpty)
        {
            ReadOnlySpan<byte> part = input[..Math.Min(input.Length, Largest)];
            if (_client.TrySend([(byte)MessageKind.Stdin, .. part], wait: true) != Errno.None)
            {
                return;
            }

            input = input[part.Length..];
        }
    }

    private void ReadMessages(Action<MessageKind, byte[]> handle)
    {
        var buffer = new byte[PacketSocket.LargestMessage];
        for (int count = 0; _client.Receive(buffer, wait: true) is > 0 and var length && buffer[0] != (byte)MessageKind.Exited; count++)
        {
            handle((MessageKind)buffer[0], buffer[1..length]);
            if (count % 16 == 0)
            {
                Thread.Sleep(1);
            }
        }
    }

    private string ReadOne(MessageKind kind)
    {
        var buffer = new byte[PacketSocket.LargestMessage];
        int length = _client.Receive(buffer, wait: false);
        Assert.True(length > 0);
        Assert.Equal(kind, (MessageKind)buffer[0]);
        return System.Text.Encoding.ASCII.GetString(buffer, 1, length - 1);
    }

    private void ReadToEnd(MemoryStream target)
    {
        var buffer = new byte[10_000];
        for (int length = StreamCalls.Read(_input.Read, buffer); length > 0; length = StreamCalls.Read(_input.Read, buffer))
        {
            target.Write(buffer, 0, length);
        }
    }

    private void Echo()
    {
        var buffer = new byte[10_000];
        for (int length = StreamCalls.Read(_input.Read, buffer); length > 0; length = StreamCalls.Read(_input.Read, buffer))
        {
            Assert.Equal(Errno.None, StreamCalls.TryWriteAll(_output.Write, buffer.AsSpan(0, length)));
        }

        _output.Write.Dispose();
    }

    private static void WriteAndClose(SafeFileHandle file, ReadOnlySpan<byte> content)
    {
        Assert.Equal(Errno.None, StreamCalls.TryWriteAll(file, content));
        file.Dispose();
    }
}
