using System.Text;
using System.Text.Unicode;

namespace Caisson.Linux.Files;

/// <summary>
/// File names are bytes, strings are UTF-16. A byte that is not part of valid UTF-8 becomes the lone surrogate
/// U+DC80..U+DCFF and turns back into that byte at the system call, so that every name survives a round trip. Only bytes from
/// 0x80 up are ever escaped: no string smuggles in a slash, a dot or a NUL this way.
/// </summary>
public static class FileName
{
    private const int EscapeBase = 0xDC00;

    /// <summary>The string that stands for the bytes; different bytes give different strings.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (Utf8.IsValid(bytes))
        {
            return Encoding.UTF8.GetString(bytes);
        }

        var text = new StringBuilder(bytes.Length);
        while (!bytes.IsEmpty)
        {
            bool valid = Rune.DecodeFromUtf8(bytes, out Rune rune, out int consumed) == System.Buffers.OperationStatus.Done;
            if (valid)
            {
                text.Append(rune.ToString());
            }
            else
            {
                foreach (byte b in bytes[..consumed])
                {
                    text.Append((char)(EscapeBase + b));
                }
            }

            bytes = bytes[consumed..];
        }

        return text.ToString();
    }

    /// <summary>The bytes that the string stands for, without a terminator.</summary>
    public static byte[] Encode(string text)
    {
        byte[] buffer = new byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
        return buffer[..Encode(text, buffer)];
    }

    /// <summary>Writes the bytes that the string stands for and returns how many they are.</summary>
    internal static int Encode(ReadOnlySpan<char> text, Span<byte> bytes)
    {
        int written = 0;
        while (!text.IsEmpty)
        {
            int plain = text.IndexOfAnyInRange((char)(EscapeBase + 0x80), (char)(EscapeBase + 0xFF));
            if (plain != 0)
            {
                // A low surrogate of that range may also be the second half of an ordinary pair.
                int length = plain < 0 ? text.Length : char.IsHighSurrogate(text[plain - 1]) ? plain + 1 : plain;
                written += Encoding.UTF8.GetBytes(text[..length], bytes[written..]);
                text = text[length..];
            }
            else
            {
                bytes[written++] = (byte)(text[0] - EscapeBase);
                text = text[1..];
            }
        }

        return written;
    }
}
