using Caisson.Linux;
using Caisson.Linux.Events;
using Caisson.Linux.Pipes;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Containers;

/// <summary>Carries bytes from one descriptor to another in bounded memory, both at their own pace.</summary>
internal sealed class StreamRelay : IDisposable
{
    private readonly EventLoop _loop;
    private readonly SafeFileHandle _source;
    private readonly Action<Errno> _ended;
    private readonly OutputWriter _writer;
    private readonly InputReader _reader;
    private bool _sourceEnded, _over;

    /// <summary>Starts carrying.</summary>
    /// <param name="loop">Waits for both.</param>
    /// <param name="source">Where from; stays the caller's.</param>
    /// <param name="target">Where to; null throws everything away. Stays the caller's.</param>
    /// <param name="ended">Called once, when everything was carried or writing failed; says how.</param>
    internal StreamRelay(EventLoop loop, SafeFileHandle source, SafeFileHandle? target, Action<Errno> ended)
    {
        _loop = loop;
        _source = source;
        _ended = ended;
        _writer = new OutputWriter(loop, target, OnRoom, End);
        _reader = new InputReader(loop, source, OnData);
    }

    /// <summary>Carries what is there now, waiting for the target but not for more. The source has to be in non-blocking mode.</summary>
    internal void Drain()
    {
        // A process elsewhere may go on writing to the same pipe for ever; what was in it before cannot be more than a pipe holds.
        const int Most = 64 << 20;
        _reader.Dispose();
        var chunk = new byte[32 * 1024];
        for (int total = 0; !_over && !_sourceEnded && total < Most;)
        {
            if (_writer.IsFull)
            {
                _loop.RunOnce();
                continue;
            }

            int length = StreamCalls.Read(_source, chunk);
            if (length <= 0)
            {
                return;
            }

            total += length;
            _writer.Write(chunk.AsSpan(0, length));
        }

        while (!_over && _writer.IsFull)
        {
            _loop.RunOnce();
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _over = true;
        _reader.Dispose();
        _writer.Dispose();
    }

    private bool OnData(ReadOnlySpan<byte> data)
    {
        if (!data.IsEmpty)
        {
            return _writer.Write(data) && !_over;
        }

        _sourceEnded = true;
        End(Errno.None);
        return false;
    }

    private void OnRoom()
    {
        if (_sourceEnded)
        {
            End(Errno.None);
        }
        else
        {
            _reader.Resume();
        }
    }

    private void End(Errno error)
    {
        if (!_over)
        {
            Dispose();
            _ended(error);
        }
    }
}
