namespace Caisson.Oci.Runtime;

/// <summary>A namespace to create, or with <paramref name="Path"/> to join.</summary>
/// <param name="Type">pid, network, mount, ipc, uts, user, cgroup or time.</param>
/// <param name="Path">The namespace file of an existing namespace; null creates one.</param>
public sealed record NamespaceSpec(string Type, string? Path = null);
