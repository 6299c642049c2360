using Microsoft.Win32.SafeHandles;

namespace Caisson.Linux.Programs;

/// <summary>An argument of a call in a program: a number known now, or a <see cref="Cell"/> that an earlier call fills.</summary>
public readonly unsafe struct Argument
{
    private Argument(nint value, bool indirect, SafeFileHandle? file = null)
    {
        Value = value;
        IsIndirect = indirect;
        File = file;
    }

    internal nint Value { get; }

    internal bool IsIndirect { get; }

    internal SafeFileHandle? File { get; }

    public static implicit operator Argument(long value) => new((nint)value, indirect: false);

    public static implicit operator Argument(Cell cell) => new((nint)cell.Address, indirect: true);

    /// <summary>A descriptor of this process; the caller keeps it open until the program ran.</summary>
    public static implicit operator Argument(SafeFileHandle file) => new(file.DangerousGetHandle(), indirect: false, file);
}
