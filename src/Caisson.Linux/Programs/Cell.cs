namespace Caisson.Linux.Programs;

/// <summary>A place in a program's memory for one call's result, which later calls take as an argument.</summary>
public readonly unsafe struct Cell
{
    internal Cell(long* address) => Address = address;

    internal long* Address { get; }

    /// <summary>The result after the program ran; a negative errno after a tolerated error.</summary>
    public long Value => *Address;
}
