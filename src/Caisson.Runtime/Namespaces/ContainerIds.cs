using Caisson.Oci;
using Caisson.Oci.Runtime;

namespace Caisson.Runtime.Namespaces;

/// <summary>A container's ids as the host has them.</summary>
/// <param name="Uids">The ranges of its user namespace; empty when it has the host's.</param>
/// <param name="Gids">The same for groups.</param>
internal sealed record ContainerIds(IReadOnlyList<IdMapping> Uids, IReadOnlyList<IdMapping> Gids)
{
    /// <summary>Whether ids differ from the host's.</summary>
    internal bool AreMapped => Uids.Count > 0;

    /// <summary>A user of the container.</summary>
    /// <exception cref="SpecException">The container has no such id.</exception>
    internal uint Uid(uint id) => IdMaps.ToHost(Uids, id) ?? throw new SpecException("linux.uidMappings", $"user id {id} is needed and not mapped");

    /// <inheritdoc cref="Uid"/>
    internal uint Gid(uint id) => IdMaps.ToHost(Gids, id) ?? throw new SpecException("linux.gidMappings", $"group id {id} is needed and not mapped");
}
