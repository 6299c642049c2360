using System.Text;

namespace Caisson.Linux.Seccomp;

/// <summary>Names and numbers of system calls. A search halves the table's text: no dictionary is built and nothing allocated.</summary>
public static partial class SyscallTable
{
    /// <summary>Marks the numbers of x32 programs (asm/unistd.h: __X32_SYSCALL_BIT).</summary>
    public const uint X32Bit = 0x40000000;

    /// <summary>One more than the highest number on any architecture, without <see cref="X32Bit"/>.</summary>
    public const int Limit = 548;

    /// <summary>Finds a call by its name.</summary>
    /// <returns>False when no x86 architecture has it: it belongs to another machine or to a newer kernel.</returns>
    public static bool TryFind(ReadOnlySpan<char> name, out SyscallNumbers numbers)
    {
        ReadOnlySpan<byte> rows = Rows;
        int low = 0;
        int high = rows.Length;
        while (low < high)
        {
            int start = RowStart(rows, low + ((high - low) / 2));
            int end = RowEnd(rows, start);
            ReadOnlySpan<byte> row = rows[start..end];
            int nameLength = row.IndexOf((byte)' ');
            int order = Compare(name, row[..nameLength]);
            if (order == 0)
            {
                numbers = ReadNumbers(row[nameLength..]);
                return true;
            }

            if (order < 0)
            {
                high = start;
            }
            else
            {
                low = Math.Min(end + 1, rows.Length);
            }
        }

        numbers = new SyscallNumbers(-1, -1, -1);
        return false;
    }

    /// <summary>The name of a call by its number (without <see cref="X32Bit"/>), or null. Reads the whole table: not for hot paths.</summary>
    public static string? NameOf(int number, SyscallArchitecture architecture)
    {
        ReadOnlySpan<byte> rows = Rows;
        for (int start = 0; start < rows.Length; start = RowEnd(rows, start) + 1)
        {
            ReadOnlySpan<byte> row = rows[start..RowEnd(rows, start)];
            int nameLength = row.IndexOf((byte)' ');
            if (number >= 0 && ReadNumbers(row[nameLength..]).On(architecture) == number)
            {
                return Encoding.ASCII.GetString(row[..nameLength]);
            }
        }

        return null;
    }

    private static int RowStart(ReadOnlySpan<byte> rows, int inside) => rows[..inside].LastIndexOf((byte)'\n') + 1;

    private static int RowEnd(ReadOnlySpan<byte> rows, int inside)
    {
        int length = rows[inside..].IndexOf((byte)'\n');
        return length < 0 ? rows.Length : inside + length;
    }

    private static int Compare(ReadOnlySpan<char> name, ReadOnlySpan<byte> other)
    {
        for (int i = 0; i < name.Length && i < other.Length; i++)
        {
            if (name[i] != other[i])
            {
                return name[i] - other[i];
            }
        }

        return name.Length - other.Length;
    }

    private static SyscallNumbers ReadNumbers(ReadOnlySpan<byte> text)
    {
        short x86_64 = Next(ref text);
        short x86 = Next(ref text);
        return new SyscallNumbers(x86_64, x86, text.IsEmpty ? x86_64 : Next(ref text));
    }

    private static short Next(ref ReadOnlySpan<byte> text)
    {
        text = text[1..];
        int number = 0;
        while (!text.IsEmpty && text[0] != ' ')
        {
            number = text[0] == '-' ? -1 : (number * 10) + (text[0] - '0');
            text = text[1..];
        }

        return (short)number;
    }
}
