using Caisson.Linux;
using Caisson.Linux.Events;
using Caisson.Linux.Files;
using Caisson.Linux.Pipes;
using Caisson.Runtime.Devices;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Containers;

/// <summary>
/// The standard streams of a program that is started in a container. It gets the caller's pipes and sockets as they are, and nothing else of the
/// caller's: through a file it could change the file's mode and read what it was only to append to, through a terminal it could read what is
/// typed long after it ended. Those are carried through pipes.
/// </summary>
internal sealed class ExecStreams : IDisposable
{
    // Reachable only through /proc/PID/fd: whoever runs as the program's user may open /dev/stdout again.
    private const uint PipeMode = 0x1B6; // 0666

    private readonly AttachStreams _caller;
    private readonly SafeFileHandle?[] _inside = new SafeFileHandle?[3];
    private readonly Pipe?[] _pipes = new Pipe?[3];
    private readonly List<StreamRelay> _outputs = [];
    private SafeFileHandle? _nothing;
    private StreamRelay? _input;

    internal ExecStreams(AttachStreams caller)
    {
        _caller = caller;
        try
        {
            _inside[0] = Choose(0, caller.Input);
            _inside[1] = Choose(1, caller.Output);
            _inside[2] = Choose(2, caller.Error);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>What the program gets as 0, 1 and 2.</summary>
    internal IReadOnlyList<SafeFileHandle> Inside => _inside!;

    /// <summary>Why output could not be written; null when it could, or when nobody reads it any more.</summary>
    internal LinuxException? Failure { get; private set; }

    /// <summary>Starts carrying; the program runs.</summary>
    internal void Connect(EventLoop loop)
    {
        if (_pipes[0] is { } input)
        {
            input.Read.Dispose();
            _input = new StreamRelay(loop, _caller.Input!, input.Write, error => input.Write.Dispose());
        }

        Carry(1, _caller.Output, "standard output");
        Carry(2, _caller.Error, "standard error");

        void Carry(int number, SafeFileHandle? target, string name)
        {
            if (_pipes[number] is { } pipe)
            {
                pipe.Write.Dispose();
                StreamCalls.SetNonBlocking(pipe.Read);
                _outputs.Add(new StreamRelay(loop, pipe.Read, target, error =>
                {
                    // The program's next write fails too. A reader that is gone is no error.
                    Failure ??= error is Errno.None or Errno.EPIPE ? null : new LinuxException("write to", name, error);
                    pipe.Read.Dispose();
                }));
            }
        }
    }

    /// <summary>Carries the rest of the output; the program ended.</summary>
    internal void Drain()
    {
        _input?.Dispose();
        foreach (StreamRelay output in _outputs)
        {
            output.Drain();
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _input?.Dispose();
        foreach (StreamRelay output in _outputs)
        {
            output.Dispose();
        }

        foreach (Pipe? pipe in _pipes)
        {
            pipe?.Dispose();
        }

        _nothing?.Dispose();
    }

    private SafeFileHandle Choose(int number, SafeFileHandle? stream)
    {
        if (stream is null || (FileCalls.Status(stream, "") is var status && NullDevice.Is(status)))
        {
            return _nothing ??= NullDevice.Open();
        }

        if (status.Type is FileStatus.S_IFIFO or FileStatus.S_IFSOCK)
        {
            return stream;
        }

        Pipe pipe = _pipes[number] = Pipe.Create();
        SafeFileHandle end = number == 0 ? pipe.Read : pipe.Write;
        _ = FileCalls.TryChangeMode(end, PipeMode);
        return end;
    }
}
