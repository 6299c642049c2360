using System.Text;

namespace Caisson.Linux.Seccomp;

/// <summary>Names and numbers of system calls. A search halves the table; no dictionary is built.</summary>
public static partial class SyscallTable
{
    /// <summary>Marks the numbers of x32 programs (asm/unistd.h: __X32_SYSCALL_BIT).</summary>
    public const uint X32Bit = 0x40000000;

    /// <summary>One more than the highest number on any architecture, without <see cref="X32Bit"/>.</summary>
    public const int Limit = 548;

    // Found once, in microseconds, when a filter is first compiled; the end of the text stands last.
    private static readonly ushort[] RowStarts = FindRows();

    /// <summary>Finds a call by its name.</summary>
    /// <returns>False when no x86 architecture has it: it belongs to another machine or to a newer kernel.</returns>
    public static bool TryFind(ReadOnlySpan<char> name, out SyscallNumbers numbers)
    {
        int low = 0;
        int high = RowStarts.Length - 2;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            ReadOnlySpan<byte> row = Row(middle);
            int order = Compare(name, row, out int nameLength);
            if (order == 0)
            {
                numbers = ReadNumbers(row[nameLength..]);
                return true;
            }

            if (order < 0)
            {
                high = middle - 1;
            }
            else
            {
                low = middle + 1;
            }
        }

        numbers = new SyscallNumbers(-1, -1, -1);
        return false;
    }

    /// <summary>The name of a call by its number (without <see cref="X32Bit"/>), or null. Reads the whole table: not for hot paths.</summary>
    public static string? NameOf(int number, SyscallArchitecture architecture)
    {
        for (int i = 0; number >= 0 && i < RowStarts.Length - 1; i++)
        {
            ReadOnlySpan<byte> row = Row(i);
            int nameLength = row.IndexOf((byte)' ');
            if (ReadNumbers(row[nameLength..]).On(architecture) == number)
            {
                return Encoding.ASCII.GetString(row[..nameLength]);
            }
        }

        return null;
    }

    private static ushort[] FindRows()
    {
        ReadOnlySpan<byte> rows = Rows;
        ushort[] starts = new ushort[rows.Count((byte)'\n') + 1];
        for (int i = 1; i < starts.Length; i++)
        {
            starts[i] = (ushort)(starts[i - 1] + rows[starts[i - 1]..].IndexOf((byte)'\n') + 1);
        }

        return starts;
    }

    private static ReadOnlySpan<byte> Row(int index) => Rows[RowStarts[index]..(RowStarts[index + 1] - 1)];

    /// <summary>Compares a name with the one at the beginning of a row, whose length is told when they are equal.</summary>
    private static int Compare(ReadOnlySpan<char> name, ReadOnlySpan<byte> row, out int nameLength)
    {
        nameLength = name.Length;
        for (int i = 0; i < name.Length; i++)
        {
            // The blank behind the row's name is less than any character of a name.
            if (i >= row.Length || row[i] == ' ' || name[i] != row[i])
            {
                return i < row.Length && row[i] != ' ' ? name[i] - row[i] : 1;
            }
        }

        return row.Length > name.Length && row[name.Length] == ' ' ? 0 : -1;
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
