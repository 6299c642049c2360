namespace Caisson.Oci.Runtime;

/// <summary>The priority of traffic on an interface.</summary>
public sealed record InterfacePriority(string Name, uint Priority);
