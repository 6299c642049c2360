using Caisson.Linux.Capabilities;
using Caisson.Linux.Cgroups;
using Caisson.Linux.Programs;
using Caisson.Oci;
using Caisson.Oci.Runtime;
using Caisson.Runtime.Devices;
using Caisson.Runtime.Mounts;
using Caisson.Runtime.Namespaces;
using Caisson.Runtime.Setup.Steps;

namespace Caisson.Runtime.Setup;

/// <summary>Turns a configuration into a <see cref="SetupPlan"/>. Pure: the same input gives the same plan, on any machine.</summary>
public static partial class SetupPlanner
{
    /// <summary>Plans a container.</summary>
    /// <exception cref="SpecException">The configuration contradicts itself or asks for something that is not supported.</exception>
    public static SetupPlan Plan(RuntimeSpec spec, PlanOptions options)
    {
        SupportedSpec.Check(spec);
        LinuxSpec linux = spec.Linux ?? new LinuxSpec();
        ProcessSpec process = spec.Process ?? throw new SpecException("process", "required to start a container");
        CloneFlags created = CreatedNamespaces(linux);
        (IReadOnlyList<PlannedMount> mounts, IReadOnlyList<KeyValuePair<string, string>> cgroupLinks) = MountPlanner.Plan(
            spec.Mounts, linux, options.Cgroups, created.HasFlag(CloneFlags.CLONE_NEWCGROUP));
        bool ownDevices = !mounts.Any(m => m.Spec.Destination == "/dev" && m.Options.Bind);
        var steps = new List<SetupStep>();

        steps.Add(new ResetSignals());
        CloneFlags cloned = AddJoins(steps, linux, created);
        AddPlace(steps, linux, process, options);
        AddOwnNamespaces(steps, created, cloned);
        AddSurroundings(steps, spec, process, options, created);
        AddFileSystem(steps, spec, linux, mounts, options, process.Terminal && ownDevices);
        if (linux.Sysctl.Count > 0 && !mounts.Any(m => m.Spec.Destination == "/proc"))
        {
            throw new SpecException("linux.sysctl", "needs a mount of proc at /proc");
        }

        foreach ((string name, string value) in linux.Sysctl.OrderBy(s => s.Key, StringComparer.Ordinal))
        {
            steps.Add(new SetSysctl(name, value));
        }

        if (linux.MaskedPaths.Count > 0)
        {
            steps.Add(new MaskPaths(linux.MaskedPaths));
        }

        if (linux.ReadonlyPaths.Count > 0)
        {
            steps.Add(new MakePathsReadOnly(linux.ReadonlyPaths));
        }

        if (spec.Root!.Readonly)
        {
            steps.Add(new MakeRootReadOnly());
        }

        ProcessPlanner.AddCredentials(steps, process, options.Seccomp, options.LastCapability, setGroups: true);
        if (options.Supervised)
        {
            steps.Add(new ExecuteSupervisor(process.Args, process.Env));
        }
        else
        {
            steps.Add(new UnblockSignals());
            steps.Add(Execute.Of(process.Args, process.Env));
        }

        return new SetupPlan
        {
            Root = options.Root,
            Mounts = mounts,
            Devices = ownDevices ? [.. DefaultDevices.Nodes, .. linux.Devices] : linux.Devices,
            Links = [.. ownDevices ? DefaultDevices.Links : [], .. cgroupLinks],
            MaskedPaths = linux.MaskedPaths,
            WorkingDirectory = options.CreateWorkingDirectory ? process.Cwd : null,
            Namespaces = steps.Any(s => s is Fork) ? CloneFlags.None : cloned,
            UidMappings = linux.UidMappings,
            GidMappings = linux.GidMappings,
            Terminal = process.Terminal,
            ConsoleSize = process.ConsoleSize,
            Uid = process.User.Uid,
            Supervised = options.Supervised,
            Steps = steps,
        };
    }

    // While the process is the host's root.
    private static void AddPlace(List<SetupStep> steps, LinuxSpec linux, ProcessSpec process, PlanOptions options)
    {
        // Version 2: a clone by us places the process.
        bool entersByItself = options.Cgroups.Kind is CgroupLayoutKind.Legacy or CgroupLayoutKind.Hybrid || steps.Any(s => s is Fork);
        if (entersByItself && linux.CgroupsPath is { } cgroup)
        {
            steps.Add(new EnterCgroups(cgroup));
        }

        if (process.OomScoreAdj is { } score)
        {
            steps.Add(new SetOomScore(score));
        }
    }

    private static void AddSurroundings(
        List<SetupStep> steps, RuntimeSpec spec, ProcessSpec process, PlanOptions options, CloneFlags created)
    {
        if (created.HasFlag(CloneFlags.CLONE_NEWCGROUP))
        {
            steps.Add(new UnshareCgroupNamespace());
        }

        if (options.ConnectStreams)
        {
            steps.Add(new ConnectStreams());
        }

        steps.Add(new NewSession());
        if (process.Terminal)
        {
            steps.Add(new TakeTerminal());
        }

        steps.Add(new NewKeyring($"_ses.{options.Id}"));
        if (created.HasFlag(CloneFlags.CLONE_NEWNET))
        {
            steps.Add(new BringLoopbackUp());
        }

        AddNames(steps, spec, created);
    }

    private static void AddNames(List<SetupStep> steps, RuntimeSpec spec, CloneFlags created)
    {
        // Without a namespace of its own the container would rename the host (config.md#hostname).
        bool ownNames = created.HasFlag(CloneFlags.CLONE_NEWUTS);
        if (!ownNames && (spec.Hostname ?? spec.Domainname) is not null)
        {
            throw new SpecException(spec.Hostname is null ? "domainname" : "hostname", "needs a new uts namespace");
        }

        if (spec.Hostname is { } hostname)
        {
            steps.Add(new SetHostname(hostname));
        }

        if (spec.Domainname is { } domainname)
        {
            steps.Add(new SetDomainname(domainname));
        }
    }

    private static void AddFileSystem(
        List<SetupStep> steps, RuntimeSpec spec, LinuxSpec linux, IReadOnlyList<PlannedMount> mounts, PlanOptions options, bool console)
    {
        steps.Add(new PrivatizeMounts());

        // Who has become the root of a user namespace may not be let to the mount point, but is at the root already.
        steps.Add(new EnterRoot(linux.UidMappings.Count > 0 ? "/" : options.RootMountPoint));
        foreach (PlannedMount mount in mounts)
        {
            steps.Add(mount.Origin == MountOrigin.Inside
                ? new MountInside(mount.Index, mount.Type, mount.Spec.Source ?? mount.Type, mount.Spec.Destination, mount.Options)
                : new AttachMount(mount.Index, mount.ToString(), mount.Spec.Destination));
        }

        // Only now: their mount points had to be made in them.
        steps.AddRange(mounts.Where(m => m.ReadOnlyAtLast).Select(m => new MakeMountReadOnly(m.Index, m.Spec.Destination)));
        if (console)
        {
            steps.Add(new BindConsole());
        }

        // Only now: a procfs may be mounted in a user namespace only while one is in sight (mount_namespaces(7)).
        steps.Add(new DetachOldRoot());
        if (linux.RootfsPropagation is { } word)
        {
            steps.Add(new SetRootPropagation(
                word, word.StartsWith('r'),
                MountOptions.ParsePropagation(word, out _) ?? throw new SpecException("linux.rootfsPropagation", $"unknown word {word}")));
        }
    }
}
