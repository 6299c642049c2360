using Caisson.Containers;
using Caisson.Mounts;
using Caisson.Oci.Runtime;

namespace Caisson.Compilation;

/// <summary>The mounts of a configuration: the default ones that nobody replaced, then the user's and the engine's, outer before inner.</summary>
internal static class MountRules
{
    /// <summary>Where the supervisor of <c>--init</c> is: on a tmpfs, so that it changes no image and no root file system.</summary>
    internal const string InitTarget = "/dev/.caisson-init";

    internal static IReadOnlyList<MountSpec> Of(ContainerSpec spec, SpecInputs inputs, IReadOnlyList<MountSpec> defaults)
    {
        var own = new List<MountSpec>();
        foreach (Mount mount in EffectiveSettings.MountsOf(spec, inputs.Image))
            own.Add(Compile(mount, inputs));
        AddFile(own, inputs.Files.ResolvConf, "/etc/resolv.conf", spec.ReadOnlyRootfs);
        AddFile(own, inputs.Files.Hostname, "/etc/hostname", spec.ReadOnlyRootfs);
        AddFile(own, inputs.Files.Hosts, "/etc/hosts", spec.ReadOnlyRootfs);
        if (spec.Init)
            AddFile(own, inputs.InitPath, InitTarget, isReadOnly: true);

        bool hasOwnDev = Has(own, "/dev");
        var mounts = new List<MountSpec>(defaults.Count + own.Count);
        foreach (MountSpec mount in defaults)
        {
            bool isReplaced = Has(own, mount.Destination) || (hasOwnDev && AbsolutePath.IsAtOrBelow(mount.Destination, "/dev"));
            if (!isReplaced)
                mounts.Add(mount);
        }

        SortByDepth(own);
        mounts.AddRange(own);
        return mounts;
    }

    /// <summary>The propagation that the root needs so that events pass: a shared mount needs a shared root, a slave one at least a slave.</summary>
    internal static string? RootPropagation(ContainerSpec spec)
    {
        string? propagation = null;
        foreach (Mount mount in spec.Mounts)
        {
            switch ((mount as BindMount)?.Propagation)
            {
                case MountPropagation.Shared or MountPropagation.RecursiveShared:
                    return "shared";
                case MountPropagation.Slave or MountPropagation.RecursiveSlave:
                    propagation = "rslave";
                    break;
            }
        }

        return propagation;
    }

    private static MountSpec Compile(Mount mount, SpecInputs inputs) => mount switch
    {
        BindMount bind => Bind(bind, inputs.Host),
        VolumeMount volume => Idmapped(
            new MountSpec
            {
                Destination = volume.Target,
                Type = "bind",
                Source = inputs.VolumePaths.TryGetValue(volume.Target, out string? path)
                    ? path
                    : throw new ArgumentException($"the directory of the volume at {volume.Target} is missing", nameof(inputs)),
                Options = volume.ReadOnly ? ["rbind", "ro", "rprivate"] : ["rbind", "rprivate"],
            },
            volume.IdMap),
        TmpfsMount tmpfs => new MountSpec { Destination = tmpfs.Target, Type = "tmpfs", Source = "tmpfs", Options = TmpfsOptions(tmpfs) },
        _ => throw new ArgumentOutOfRangeException(nameof(mount)),
    };

    private static MountSpec Bind(BindMount bind, HostFacts host)
    {
        var options = new List<string>(3) { bind.Recursive ? "rbind" : "bind" };
        if (bind.ReadOnly)
        {
            options.Add(bind.ReadOnlyReach switch
            {
                ReadOnlyReach.Recursive => "rro",
                ReadOnlyReach.RecursiveIfPossible when bind.Recursive && host.HasRecursiveReadOnly => "rro",
                _ => "ro",
            });
        }

        options.Add((bind.Propagation ?? MountPropagation.RecursivePrivate).ToWord());
        return Idmapped(new MountSpec { Destination = bind.Target, Type = "bind", Source = bind.Source, Options = options }, bind.IdMap);
    }

    private static MountSpec Idmapped(MountSpec mount, MountIdMap? map) => map is null
        ? mount
        : mount with { Options = [.. mount.Options, "idmap"], UidMappings = map.Uids, GidMappings = map.Gids };

    private static List<string> TmpfsOptions(TmpfsMount tmpfs)
    {
        var options = new List<string>(8);
        foreach ((string restriction, string permission) in (ReadOnlySpan<(string, string)>)[("noexec", "exec"), ("nosuid", "suid"), ("nodev", "dev")])
        {
            if (!tmpfs.Options.Contains(permission, StringComparer.Ordinal) && !tmpfs.Options.Contains(restriction, StringComparer.Ordinal))
                options.Add(restriction);
        }

        options.AddRange(tmpfs.Options);
        if (tmpfs.ReadOnly)
            options.Add("ro");
        if (tmpfs.Size is { } size)
            options.Add($"size={size}");
        if (tmpfs.Mode is { } mode)
            options.Add("mode=" + Convert.ToString(mode, toBase: 8));
        return options;
    }

    private static void AddFile(List<MountSpec> mounts, string? source, string destination, bool isReadOnly)
    {
        if (source is not null && !Has(mounts, destination))
        {
            mounts.Add(new MountSpec
            {
                Destination = destination, Type = "bind", Source = source, Options = isReadOnly ? ["bind", "ro", "rprivate"] : ["bind", "rprivate"],
            });
        }
    }

    private static bool Has(List<MountSpec> mounts, string destination) =>
        mounts.Exists(mount => string.Equals(mount.Destination, destination, StringComparison.Ordinal));

    // A stable insertion sort: there are few, and those of one depth keep the order in which they were given.
    private static void SortByDepth(List<MountSpec> mounts)
    {
        for (int i = 1; i < mounts.Count; i++)
        {
            MountSpec mount = mounts[i];
            int at = i;
            while (at > 0 && Depth(mounts[at - 1]) > Depth(mount))
            {
                mounts[at] = mounts[at - 1];
                at--;
            }

            mounts[at] = mount;
        }
    }

    private static int Depth(MountSpec mount) => mount.Destination.AsSpan().Count('/');
}
