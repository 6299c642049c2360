namespace Caisson.Linux.Programs;

/// <summary>Why a program ended before its execve.</summary>
/// <param name="Step">The step's name, as <see cref="SyscallProgram.Step"/> was given it.</param>
/// <param name="Errno">The kernel's answer.</param>
public sealed record ProgramFailure(string Step, Errno Errno);
