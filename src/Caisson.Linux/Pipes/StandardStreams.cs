using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Linux.Pipes;

/// <summary>This process's standard streams as descriptors: System.Console costs a millisecond at start-up and decodes what should pass.</summary>
public static class StandardStreams
{
    /// <summary>Descriptor 0.</summary>
    public static SafeFileHandle Input { get; } = new(0, ownsHandle: false);

    /// <summary>Descriptor 1.</summary>
    public static SafeFileHandle Output { get; } = new(1, ownsHandle: false);

    /// <summary>Descriptor 2.</summary>
    public static SafeFileHandle Error { get; } = new(2, ownsHandle: false);

    /// <summary>Writes text to stdout; what nobody reads is lost.</summary>
    public static void Write(string text) => StreamCalls.TryWriteAll(Output, Encoding.UTF8.GetBytes(text));

    /// <summary>Writes text to stderr; what nobody reads is lost.</summary>
    public static void WriteError(string text) => StreamCalls.TryWriteAll(Error, Encoding.UTF8.GetBytes(text));
}
