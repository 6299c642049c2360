using Caisson.Linux;
using Caisson.Linux.Events;
using Caisson.Linux.Pipes;
using Caisson.Supervision.Logs;
using Caisson.Supervision.Protocol;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Supervision.Monitors;

/// <summary>Carries one stream of the program's output to the log and to the client, in bounded memory.</summary>
internal sealed class OutputPump : IDisposable
{
    private const int ChunkSize = 32 * 1024;

    private readonly EventLoop _loop;
    private readonly SafeFileHandle _source;
    private readonly OutputStream _stream;
    private readonly OutputLog? _log;
    private readonly ClientLink _client;
    private readonly byte[] _chunk = new byte[1 + ChunkSize];
    private bool _ended;

    /// <summary>Starts carrying.</summary>
    /// <param name="loop">The monitor's loop.</param>
    /// <param name="source">The reading end, in non-blocking mode; stays the caller's unless it is closed.</param>
    /// <param name="stream">Which stream it is.</param>
    /// <param name="log">Where it is kept; null keeps nothing.</param>
    /// <param name="client">Who sees it.</param>
    internal OutputPump(EventLoop loop, SafeFileHandle source, OutputStream stream, OutputLog? log, ClientLink client)
    {
        _loop = loop;
        _source = source;
        _stream = stream;
        _log = log;
        _client = client;
        _chunk[0] = (byte)(stream == OutputStream.Stdout ? MessageKind.Stdout : MessageKind.Stderr);
        Resume();
    }

    /// <summary>
    /// Ends the carrying. Everything that is there now is logged and returned as messages for the client: no more than a pipe holds, whoever
    /// else goes on writing to it.
    /// </summary>
    internal IReadOnlyList<byte[]> TakeRest()
    {
        // /proc/sys/fs/pipe-max-size bounds what a pipe holds; a privileged container may raise its pipe above that, but not without end.
        const int Most = 64 << 20;
        Pause();
        var rest = new List<byte[]>();
        int total = 0;
        for (int length = _ended ? 0 : Read(); length > 0 && total < Most; length = Read())
        {
            rest.Add(_chunk.AsSpan(0, 1 + length).ToArray());
            total += length;
        }

        _ended = true;
        return rest;
    }

    /// <summary>Closes the stream: the program's next write fails with EPIPE.</summary>
    internal void Close()
    {
        _ended = true;
        Pause();
        _source.Dispose();
    }

    /// <inheritdoc />
    public void Dispose() => Pause();

    private void OnReady(PollEvents events)
    {
        if (_client.IsFull)
        {
            // Another stream's message waits: this one has to as well.
            Pause();
            _client.WhenSent(Resume);
            return;
        }

        int length = Read();
        if (length > 0 && !_client.TrySend(_chunk.AsSpan(0, 1 + length), Resume))
        {
            Pause();
        }
        else if (length <= 0 && length != -(int)Errno.EAGAIN)
        {
            // 0 is the end of a pipe, EIO that of a terminal.
            _ended = true;
            Pause();
        }
    }

    private int Read()
    {
        int length = StreamCalls.Read(_source, _chunk.AsSpan(1));
        if (length > 0)
        {
            _log?.Append(_stream, _chunk.AsSpan(1, length));
        }

        return length;
    }

    private void Resume()
    {
        if (!_ended && !_loop.Watches(_source))
        {
            _loop.Watch(_source, PollEvents.EPOLLIN, OnReady);
        }
    }

    private void Pause()
    {
        if (!_source.IsClosed)
        {
            _loop.Forget(_source);
        }
    }
}
