namespace Caisson.Containers;

/// <summary>A container whose files cannot be read, after a crash of the machine for example. All that can be done with it is to remove it.</summary>
/// <param name="Id">64 lower-case hexadecimal digits.</param>
/// <param name="Reason">Which file, and what is wrong with it.</param>
public sealed record DamagedContainer(string Id, string Reason);
