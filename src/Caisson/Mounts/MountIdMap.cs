using Caisson.Oci.Runtime;

namespace Caisson.Mounts;

/// <summary>The id mappings of an idmapped mount: ids on the file system (<see cref="IdMapping.ContainerId"/>) and what they appear as on
/// the mount (<see cref="IdMapping.HostId"/>).</summary>
/// <param name="Uids">Ranges of user ids.</param>
/// <param name="Gids">Ranges of group ids.</param>
public sealed record MountIdMap(IReadOnlyList<IdMapping> Uids, IReadOnlyList<IdMapping> Gids);
