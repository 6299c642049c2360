using Caisson.Containers;
using Caisson.Mounts;
using Caisson.Namespaces;
using Caisson.Resources;
using Caisson.Sysctls;

namespace Caisson.Compilation;

/// <summary>What a specification must not say together, whatever the host is. Checked when a container is created and again when it is
/// compiled, as a program can make a specification without the parsers.</summary>
internal static class SpecRules
{
    /// <summary>The least memory limit, 6 MiB, as in Docker.</summary>
    public const long MinimumMemory = 6L << 20;

    /// <summary>Refuses contradictions.</summary>
    /// <exception cref="UsageException">Two settings exclude each other, or one needs another.</exception>
    public static void Check(ContainerSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        Require(spec.Image is null != spec.Rootfs is null, "exactly one of an image and --rootfs is needed");
        Require(spec.VolumesFrom.Count == 0, "--volumes-from is not supported");
        Require(!spec.Remove || spec.Restart.Kind == RestartKind.No, "--rm and --restart exclude each other");
        CheckNames(spec);
        CheckNetwork(spec);
        CheckNamespaces(spec);
        CheckMounts(spec);
        CheckMemory(spec.Resources);
        CheckCpu(spec.Resources);
        foreach ((string name, _) in spec.Sysctls)
            Sysctl.Check(name, spec.Namespaces);
        CheckUlimits(spec.Ulimits);
    }

    private static void CheckNames(ContainerSpec spec)
    {
        if (spec.Name is not null)
            ResourceName.Parse("container", spec.Name);
        if (spec.WorkingDirectory is not null)
            AbsolutePath.Parse("working directory", spec.WorkingDirectory);
        if (spec.Rootfs is not null)
            AbsolutePath.Parse("root file system", spec.Rootfs);
        CheckHostText("--hostname", spec.Hostname);
        CheckHostText("--domainname", spec.Domainname);
        foreach (string argument in spec.Command)
            Require(!argument.Contains('\0'), "an argument of the command has a zero character");
        foreach (string argument in spec.Entrypoint ?? [])
            Require(!argument.Contains('\0'), "an argument of the entrypoint has a zero character");
        foreach (string variable in spec.Environment)
            Require(variable.Length > 0 && variable[0] is not '=' && !variable.Contains('\0'), "an environment variable has no name or a zero character");
    }

    // __NEW_UTS_LEN of linux/utsname.h; the name also becomes a line of /etc/hosts.
    private static void CheckHostText(string flag, string? text)
    {
        if (text is null)
            return;
        bool isValid = text.Length is > 0 and <= 64 && text[0] is not '-';
        foreach (char c in text)
            isValid &= char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.';
        Require(isValid, $"invalid {flag[2..]} {Quoted.Text(text)}: allowed are 1 to 64 letters, digits, '-', '_' and '.', the first not '-'");
    }

    private static void CheckNetwork(ContainerSpec spec)
    {
        NamespaceMode network = spec.Namespaces.Network;
        bool isShared = network.Sharing == NamespaceSharing.Container;
        Require(network.Sharing is NamespaceSharing.None or NamespaceSharing.Host or NamespaceSharing.Container, "--network is none, host or container:NAME");
        Require(spec.PublishedPorts.Count == 0, $"--publish does not go with --network {network}");
        Require(!isShared || spec.Hostname is null, $"--hostname does not go with --network {network}");
        Require(!isShared || spec.ExtraHosts.Count == 0, $"--add-host does not go with --network {network}");
        Require(!isShared || spec.Dns is { Servers.Count: 0, Search.Count: 0, Options.Count: 0 }, $"--dns does not go with --network {network}");
    }

    private static void CheckNamespaces(ContainerSpec spec)
    {
        NamespaceOptions namespaces = spec.Namespaces;
        Require(
            namespaces.Uts.Sharing is NamespaceSharing.Private || (spec.Hostname is null && spec.Domainname is null),
            $"{(spec.Hostname is null ? "--domainname" : "--hostname")} does not go with --uts host");
        Require(!spec.Init || namespaces.Pid.Sharing is NamespaceSharing.Private, $"--init does not go with --pid {namespaces.Pid}");
        Require(
            spec.ShmSize is null || namespaces.Ipc.Sharing is NamespaceSharing.Private or NamespaceSharing.Shareable,
            $"--shm-size does not go with --ipc {namespaces.Ipc}");
        Require(spec.ShmSize is null or > 0, "--shm-size must be more than zero");
        Require(!spec.Security.Privileged || !namespaces.User.IsPrivate, "--privileged needs --userns host");
        Require(namespaces.User.Uids.Count > 0 == namespaces.User.Gids.Count > 0, "--userns needs ranges of user ids and of group ids");
    }

    private static void CheckMounts(ContainerSpec spec)
    {
        var targets = new HashSet<string>(StringComparer.Ordinal);
        foreach (Mount mount in spec.Mounts)
        {
            string target = MountTarget.Parse(mount.Target);
            Require(string.Equals(target, mount.Target, StringComparison.Ordinal), $"the mount target {Quoted.Text(mount.Target)} is not simplified");
            Require(targets.Add(target), $"duplicate mount target {Quoted.Text(target)}");
        }
    }

    private static void CheckMemory(ResourceLimits limits)
    {
        long memory = limits.Memory ?? 0;
        long reservation = limits.MemoryReservation ?? 0;
        long swap = limits.MemorySwap ?? 0;
        Require(memory is 0 or >= MinimumMemory, $"--memory {memory} is below the minimum of 6 MiB");
        Require(reservation is 0 or >= MinimumMemory, $"--memory-reservation {reservation} is below the minimum of 6 MiB");
        Require(memory == 0 || reservation <= memory, "--memory-reservation is more than --memory");
        Require(swap == 0 || memory > 0, "--memory-swap needs --memory");
        Require(swap is 0 or -1 || swap >= memory, "--memory-swap is memory and swap together, it cannot be less than --memory");
        Require(limits.MemorySwappiness is null or (>= 0 and <= 100), "--memory-swappiness is 0 to 100");
        Require(limits.OomScoreAdjust is null or (>= -1000 and <= 1000), "--oom-score-adj is -1000 to 1000");
        Require(!limits.OomKillDisable || memory > 0, "--oom-kill-disable needs --memory");
    }

    private static void CheckCpu(ResourceLimits limits)
    {
        long nano = limits.NanoCpus ?? 0;
        Require(nano is 0 or >= 10_000_000, "--cpus is at least 0.01");
        Require(nano == 0 || limits.CpuQuota is null or 0, "--cpus and --cpu-quota exclude each other");
        Require(nano == 0 || limits.CpuPeriod is null or 0, "--cpus and --cpu-period exclude each other");
        Require(limits.CpuQuota is null or -1 or 0 or >= 1000, "--cpu-quota is at least 1000 microseconds, or -1");
        Require(limits.CpuPeriod is null or 0 or (>= 1000 and <= 1_000_000), "--cpu-period is 1000 to 1000000 microseconds");
        Require(limits.CpuShares is null or 0 or (>= 2 and <= 262_144), "--cpu-shares is 2 to 262144");
        Require(limits.BlkioWeight is null or (>= 10 and <= 1000), "--blkio-weight is 10 to 1000");
    }

    private static void CheckUlimits(IReadOnlyList<Ulimit> ulimits)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (Ulimit ulimit in ulimits)
            Require(names.Add(ulimit.Name), $"--ulimit {ulimit.Name} is given twice");
    }

    private static void Require(bool isAllowed, string otherwise)
    {
        if (!isAllowed)
            throw new UsageException(otherwise);
    }
}
