using Caisson.Linux;
using Caisson.Linux.Files;
using Caisson.Linux.Pipes;
using Caisson.Runtime.Devices;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Supervision.Monitors;

/// <summary>The program's standard streams without a terminal: pipes, and /dev/null for a stdin that is not open.</summary>
internal sealed class ContainerStreams : IDisposable
{
    private readonly Pipe? _input;
    private readonly SafeFileHandle? _null;
    private readonly Pipe _output = Pipe.Create(), _error = Pipe.Create();

    /// <summary>Makes the streams.</summary>
    /// <param name="openStdin">Whether there is input.</param>
    /// <param name="uid">Who may open them again through /dev/stdout and the like: the program's user, as the host knows it.</param>
    /// <param name="gid">Its group.</param>
    internal ContainerStreams(bool openStdin, uint uid, uint gid)
    {
        _input = openStdin ? Pipe.Create() : null;
        _null = openStdin ? null : NullDevice.Open();
        StreamCalls.SetNonBlocking(_output.Read);
        StreamCalls.SetNonBlocking(_error.Read);
        if (_input is not null)
        {
            StreamCalls.SetNonBlocking(_input.Write);
        }

        // Only pipes that were made here: /dev/null belongs to everybody.
        foreach (SafeFileHandle? end in (ReadOnlySpan<SafeFileHandle?>)[_input?.Read, _output.Write, _error.Write])
        {
            if (end is not null && (uid, gid) != (0, 0) && FileCalls.TryChangeOwner(end, "", uid, gid) is not Errno.None and var error)
            {
                throw new LinuxException("change owner of", "the program's streams", error);
            }
        }
    }

    /// <summary>What the program gets as 0, 1 and 2.</summary>
    internal IReadOnlyList<SafeFileHandle> Inside => [_input?.Read ?? _null!, _output.Write, _error.Write];

    /// <summary>Where input is written; null when there is none.</summary>
    internal SafeFileHandle? Input => _input?.Write;

    /// <summary>Where stdout is read.</summary>
    internal SafeFileHandle Output => _output.Read;

    /// <summary>Where stderr is read.</summary>
    internal SafeFileHandle Error => _error.Read;

    /// <summary>Closes the program's ends here, so that the end of its output can be seen.</summary>
    internal void CloseInside()
    {
        foreach (SafeFileHandle end in Inside)
        {
            end.Dispose();
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _input?.Dispose();
        _null?.Dispose();
        _output.Dispose();
        _error.Dispose();
    }
}
