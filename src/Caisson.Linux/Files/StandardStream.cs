using Caisson.Linux.Native;

namespace Caisson.Linux.Files;

/// <summary>
/// Standard output or standard error, unbuffered, by plain write(2). Console costs milliseconds at start-up; FileStream writes at
/// offsets of its own (pwrite), which overwrites what others write to the same redirected file.
/// </summary>
public sealed unsafe class StandardStream : Stream
{
    private readonly int _descriptor;
    private readonly string _name;

    private StandardStream(int descriptor, string name)
    {
        _descriptor = descriptor;
        _name = name;
    }

    /// <summary>Descriptor 1. It is never closed.</summary>
    public static StandardStream Output { get; } = new(1, "standard output");

    /// <summary>Descriptor 2. It is never closed.</summary>
    public static StandardStream Error { get; } = new(2, "standard error");

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <summary>Not supported.</summary>
    public override long Length => throw new NotSupportedException();

    /// <summary>Not supported.</summary>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Writes all the bytes; waits where the descriptor is non-blocking and full.</summary>
    /// <exception cref="LinuxException">The kernel refused: EPIPE when the reader has gone, ENOSPC on a full disk.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            nint written;
            // SAFETY: the buffer is pinned for the call and its length is passed.
            fixed (byte* bytes = buffer)
            {
                written = Libc.SyscallRestarting(Nr.write, _descriptor, (nint)bytes, buffer.Length);
            }

            if (written == -(int)Errno.EAGAIN)
            {
                WaitUntilWritable();
            }
            else if (written < 0)
            {
                throw new LinuxException("write", _name, (Errno)(-written));
            }
            else
            {
                buffer = buffer[(int)written..];
            }
        }
    }

    /// <summary>Writes text as UTF-8. What nobody reads any more is lost: there is nobody to tell.</summary>
    public void WriteText(string text)
    {
        try
        {
            Write(System.Text.Encoding.UTF8.GetBytes(text));
        }
        catch (LinuxException e) when (e.Errno == Errno.EPIPE)
        {
            // The reader left, as head does.
        }
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Flush()
    {
        // Nothing is kept back.
    }

    /// <summary>Not supported.</summary>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>Not supported.</summary>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <summary>Not supported.</summary>
    public override void SetLength(long value) => throw new NotSupportedException();

    private void WaitUntilWritable()
    {
        const ulong POLLOUT = 4;
        // SAFETY: struct pollfd is { int fd; short events; short revents } in eight bytes (poll(2)); it lives on this stack frame.
        ulong poll = (uint)_descriptor | (POLLOUT << 32);
        nint result = Libc.SyscallRestarting(Nr.ppoll, (nint)(&poll), 1);
        if (result < 0)
        {
            throw new LinuxException("ppoll", _name, (Errno)(-result));
        }
    }
}
