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
public static class SetupPlanner
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

    private static CloneFlags CreatedNamespaces(LinuxSpec linux)
    {
        CloneFlags created = CloneFlags.None, seen = CloneFlags.None;
        for (int i = 0; i < linux.Namespaces.Count; i++)
        {
            NamespaceSpec spec = linux.Namespaces[i];
            string where = $"linux.namespaces[{i}]";
            CloneFlags flag = NamespaceKinds.Flag(spec.Type) ?? throw new SpecException($"{where}.type", $"unknown namespace {spec.Type}");
            if (seen.HasFlag(flag))
            {
                throw new SpecException(where, $"namespace {spec.Type} is listed twice");
            }

            if (flag == CloneFlags.CLONE_NEWTIME || (spec.Path is not null && flag is CloneFlags.CLONE_NEWUSER or CloneFlags.CLONE_NEWNS))
            {
                throw new SpecException(where, $"{(spec.Path is null ? "creating" : "joining")} a {spec.Type} namespace is not supported yet");
            }

            seen |= flag;
            created |= spec.Path is null ? flag : CloneFlags.None;
        }

        return created.HasFlag(CloneFlags.CLONE_NEWNS)
            ? created
            : throw new SpecException("linux.namespaces", "a new mount namespace is required");
    }

    // The process sets up as the namespace's root user, so that there has to be one.
    private static void CheckRanges(LinuxSpec linux, bool newUser)
    {
        foreach ((string name, IReadOnlyList<IdMapping> ranges) in (ReadOnlySpan<(string, IReadOnlyList<IdMapping>)>)
            [("linux.uidMappings", linux.UidMappings), ("linux.gidMappings", linux.GidMappings)])
        {
            if (!newUser && ranges.Count > 0)
            {
                throw new SpecException(name, "means nothing without a new user namespace");
            }

            if (newUser && (ranges.Count == 0 || IdMaps.ToHost(ranges, 0) is null))
            {
                throw new SpecException(name, "a new user namespace needs a range with id 0");
            }
        }
    }

    // Namespaces of others are joined with the host's rights, as a new user namespace has none over them. Returns what a clone creates then.
    private static CloneFlags AddJoins(List<SetupStep> steps, LinuxSpec linux, CloneFlags created)
    {
        NamespaceSpec[] joined = [.. linux.Namespaces.Where(n => n.Path is not null).OrderBy(n => n.Type == "pid")];
        bool newUser = created.HasFlag(CloneFlags.CLONE_NEWUSER);
        CheckRanges(linux, newUser);
        foreach (NamespaceSpec other in joined)
        {
            steps.Add(new JoinNamespace(other.Type, other.Path!));
        }

        // Network and ipc namespaces take the owner of their files when they are made, which a user namespace knows only once its maps are written.
        CloneFlags late = CloneFlags.CLONE_NEWCGROUP | (newUser ? CloneFlags.CLONE_NEWNET | CloneFlags.CLONE_NEWIPC : CloneFlags.None);
        CloneFlags cloned = created & ~late;

        // A pid namespace holds for children only. Whoever joined one may be looked at from there: it shares no memory with us.
        if (joined.Length > 0 && (newUser || joined[^1].Type == "pid"))
        {
            steps.Add(new Fork(cloned));
            steps.Add(new ProtectMemory());
        }

        return cloned;
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

    private static void AddOwnNamespaces(List<SetupStep> steps, CloneFlags created, CloneFlags cloned)
    {
        if (!created.HasFlag(CloneFlags.CLONE_NEWUSER))
        {
            return;
        }

        steps.Add(new AwaitIdMappings());
        if ((created & ~cloned & ~CloneFlags.CLONE_NEWCGROUP) is not CloneFlags.None and var late)
        {
            steps.Add(new UnshareNamespaces(late));
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
