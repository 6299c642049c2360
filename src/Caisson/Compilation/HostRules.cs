using Caisson.Containers;
using Caisson.Oci.Runtime;
using Caisson.Security;
using Caisson.Users;

namespace Caisson.Compilation;

/// <summary>What a specification must not say on this host.</summary>
internal static class HostRules
{
    /// <summary>Refuses what the host cannot do.</summary>
    /// <exception cref="UsageException">The host cannot do something that was asked for.</exception>
    internal static void Check(ContainerSpec spec, HostFacts host)
    {
        if (host.CpuCount > 0 && spec.Resources.NanoCpus > host.CpuCount * 1_000_000_000L)
            throw new UsageException($"--cpus is at most {host.CpuCount} here, the host has no more");
        if (host.CgroupVersion == 2 && spec.Resources.OomKillDisable)
            throw new UsageException("--oom-kill-disable needs cgroup v1, this host has cgroup v2");
        if (host.CgroupVersion == 2 && spec.Resources.MemorySwappiness is not null)
            throw new UsageException("--memory-swappiness needs cgroup v1, this host has cgroup v2");
        if (!host.HasSwapLimit && spec.Resources.MemorySwap is > 0)
            throw new UsageException("--memory-swap needs swap accounting, which this host's kernel does not have");
        if (host.CgroupVersion == 1 && spec.Resources.Unified.Count > 0)
            throw new UsageException("cgroup files by name need cgroup v2, this host has cgroup v1");
        if (spec.Security.ApparmorProfile is not (null or SecuritySyntax.Unconfined) && !host.HasApparmor)
            throw new UsageException($"apparmor={spec.Security.ApparmorProfile}: apparmor is not in force on this host");
        foreach (string label in spec.Security.LabelOptions)
        {
            if (label is not "disable")
                throw new UsageException($"label={label}: selinux labels are not supported, only label=disable");
        }
    }

    /// <summary>Refuses a user whose ids do not exist in the container.</summary>
    /// <exception cref="UsageException">An id is not mapped.</exception>
    internal static void CheckUser(UserIdentity user, IReadOnlyList<IdMapping> uids, IReadOnlyList<IdMapping> gids)
    {
        if (!NamespaceRules.IsMapped(uids, user.Uid))
            throw new UsageException($"user id {user.Uid} is not mapped in the container's user namespace");
        foreach (uint gid in user.AdditionalGids)
        {
            if (!NamespaceRules.IsMapped(gids, gid))
                throw new UsageException($"group id {gid} is not mapped in the container's user namespace");
        }

        if (!NamespaceRules.IsMapped(gids, user.Gid))
            throw new UsageException($"group id {user.Gid} is not mapped in the container's user namespace");
    }
}
