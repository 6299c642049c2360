using System.Runtime.InteropServices;
using System.Text;
using Caisson.Linux.Files;

namespace Caisson.Linux.Native;

/// <summary>A string as NUL-terminated bytes (<see cref="FileName"/>) for the length of a call. A NUL inside would cut the path: it is refused.</summary>
internal readonly unsafe ref struct NativePath
{
    private readonly byte* _bytes;

    internal NativePath(string text)
    {
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException("a path or name cannot contain a NUL character");
        }

        int size = Encoding.UTF8.GetMaxByteCount(text.Length) + 1;
        _bytes = (byte*)NativeMemory.Alloc((nuint)size);
        // SAFETY: size has room for the longest encoding of text and the terminator.
        int length = FileName.Encode(text, new Span<byte>(_bytes, size - 1));
        _bytes[length] = 0;
    }

    internal nint Address => (nint)_bytes;

    internal void Dispose() => NativeMemory.Free(_bytes);
}
