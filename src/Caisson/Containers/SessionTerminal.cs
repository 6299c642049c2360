using Caisson.Linux.Events;
using Caisson.Linux.Terminals;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Containers;

/// <summary>The caller's terminal while a program has it: raw, and its size passed on.</summary>
internal sealed class SessionTerminal : IDisposable
{
    private readonly SafeFileHandle _terminal;
    private readonly byte[]? _settings;
    private readonly EventLoop _loop;
    private readonly SignalReader _resized;

    private SessionTerminal(EventLoop loop, SafeFileHandle terminal, bool raw, Action<WindowSize> resize)
    {
        _loop = loop;
        _terminal = terminal;
        _settings = raw ? TerminalCalls.MakeRaw(terminal) : null;
        _resized = SignalReader.Block(ForwardedSignals.WindowChanged);
        loop.Watch(_resized.File, PollEvents.EPOLLIN, events =>
        {
            while (_resized.Next() != 0)
            {
                Tell();
            }
        });
        Tell();

        void Tell()
        {
            if (TerminalCalls.Size(terminal) is { } size)
            {
                resize(size);
            }
        }
    }

    /// <summary>Takes the caller's terminal; null when none of its streams is one.</summary>
    internal static SessionTerminal? Open(EventLoop loop, AttachStreams streams, Action<WindowSize> resize) =>
        streams.Input is { } input && TerminalCalls.IsTerminal(input) ? new SessionTerminal(loop, input, raw: true, resize)
        : streams.Output is { } output && TerminalCalls.IsTerminal(output) ? new SessionTerminal(loop, output, raw: false, resize)
        : null;

    /// <inheritdoc />
    public void Dispose()
    {
        if (_settings is not null)
        {
            TerminalCalls.Restore(_terminal, _settings);
        }

        _loop.Forget(_resized.File);
        _resized.Dispose();
    }
}
