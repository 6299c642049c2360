namespace Caisson.Oci.Runtime;

/// <summary>I/O priority: a class as <c>IOPRIO_CLASS_BE</c> and a priority 0 to 7.</summary>
public sealed record IoPrioritySpec(string Class, int Priority);
