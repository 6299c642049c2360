namespace Caisson.Linux.Programs;

/// <summary>A place in a program that calls before it jump to. Made by <see cref="SyscallProgram.NewLabel"/>, set by
/// <see cref="SyscallProgram.Mark"/>.</summary>
public sealed class Label
{
    internal List<nint> Fixups { get; } = [];

    internal bool Placed { get; set; }
}
