namespace Caisson.Linux.Programs;

/// <summary>Sets of errors that do not end a program.</summary>
public readonly record struct Tolerate(ulong Mask)
{
    /// <summary>Every error ends the program.</summary>
    public static Tolerate Nothing => default;

    /// <summary>The path is not there, or a part of it is no directory.</summary>
    public static Tolerate Missing => Of(Errno.ENOENT) | Of(Errno.ENOTDIR);

    /// <summary>One error, with a number up to 63.</summary>
    public static Tolerate Of(Errno errno) => new(1UL << (int)errno);

    public static Tolerate operator |(Tolerate left, Tolerate right) => new(left.Mask | right.Mask);
}
