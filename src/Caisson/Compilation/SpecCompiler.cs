using Caisson.Containers;
using Caisson.Linux.Capabilities;
using Caisson.Mounts;
using Caisson.Namespaces;
using Caisson.Oci.Runtime;
using Caisson.Resources;
using Caisson.Runtime.Seccomp;
using Caisson.Security;

namespace Caisson.Compilation;

/// <summary>Turns what the user said and what the engine found into the OCI configuration of a container. Pure: it reads and changes
/// nothing, and the same inputs give the same configuration.</summary>
internal static class SpecCompiler
{
    /// <summary>The parent of containers' cgroups when nobody says.</summary>
    public const string DefaultCgroupParent = "/caisson";

    /// <summary>Compiles a configuration.</summary>
    /// <exception cref="UsageException">The specification contradicts itself, or the host cannot do what it asks for.</exception>
    /// <exception cref="ArgumentException">The inputs lack something that the specification needs, such as a volume's directory.</exception>
    public static RuntimeSpec Compile(ContainerSpec spec, SpecInputs inputs)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(inputs);
        SpecRules.Check(spec);
        HostRules.Check(spec, inputs.Host);

        IReadOnlyList<NamespaceSpec> namespaces = NamespaceRules.Of(spec.Namespaces, inputs.NamespacePaths);
        (IReadOnlyList<IdMapping> uids, IReadOnlyList<IdMapping> gids) = NamespaceRules.Maps(spec.Namespaces.User, inputs.Host);
        HostRules.CheckUser(inputs.User, uids, gids);
        bool hasUserNamespace = namespaces[0].Type is "user";
        bool hasOwnUts = spec.Namespaces.Uts.Sharing != NamespaceSharing.Host;
        string hostname = EffectiveSettings.Hostname(spec, inputs.ContainerId, inputs.Host.Hostname, inputs.SharedHostname);
        CapabilitySet capabilities = CapabilityRules.Bounding(spec.Security, inputs.Host.Capabilities);
        (IReadOnlyList<DeviceSpec> devices, IReadOnlyList<DeviceRule> deviceRules) = DeviceRules.Of(spec, inputs);

        return new RuntimeSpec
        {
            Process = Process(spec, inputs, hostname, capabilities),
            Root = new RootSpec(inputs.Rootfs, spec.ReadOnlyRootfs),
            Hostname = hasOwnUts ? hostname : null,
            Domainname = spec.Domainname,
            Mounts = MountRules.Of(spec, inputs, DefaultMounts.Of(spec, inputs, hasUserNamespace, gids)),
            Annotations = spec.Annotations,
            Linux = ProtectedPaths.Apply(
                new LinuxSpec
                {
                    Namespaces = namespaces,
                    UidMappings = uids,
                    GidMappings = gids,
                    Devices = devices,
                    CgroupsPath = CgroupsPath(spec, inputs.ContainerId),
                    Resources = ResourceRules.Of(spec.Resources, inputs, deviceRules),
                    Sysctl = KernelParameters.Of(spec, hasUserNamespace, gids),
                    Seccomp = Seccomp(spec.Security, inputs, capabilities),
                    RootfsPropagation = MountRules.RootPropagation(spec),
                },
                spec.Security),
        };
    }

    private static ProcessSpec Process(ContainerSpec spec, SpecInputs inputs, string hostname, CapabilitySet capabilities)
    {
        IReadOnlyList<string> arguments = EffectiveSettings.Arguments(spec, inputs.Image);
        return new ProcessSpec
        {
            Terminal = spec.Terminal,
            User = new UserSpec { Uid = inputs.User.Uid, Gid = inputs.User.Gid, AdditionalGids = inputs.User.AdditionalGids },
            Args = spec.Init && inputs.InitPath is not null ? [MountRules.InitTarget, "--", .. arguments] : arguments,
            Env = ProcessEnvironment.Of(spec, inputs.Image.Env, hostname, inputs.User.Home),
            Cwd = EffectiveSettings.WorkingDirectory(spec, inputs.Image),
            Capabilities = CapabilityRules.Sets(capabilities, inputs.User.Uid),
            Rlimits = Rlimits(spec.Ulimits),
            NoNewPrivileges = spec.Security.NoNewPrivileges,
            ApparmorProfile = inputs.Host.HasApparmor ? spec.Security.ApparmorProfile : null,
            OomScoreAdj = spec.Resources.OomScoreAdjust,
        };
    }

    private static SeccompSpec? Seccomp(SecurityOptions options, SpecInputs inputs, CapabilitySet capabilities) => options switch
    {
        { SeccompProfile: SecuritySyntax.Unconfined } => null,
        { SeccompProfile: not null } => inputs.CustomSeccomp ?? throw new ArgumentException("the seccomp profile is missing", nameof(inputs)),
        { Privileged: true } => null,
        _ => DefaultSeccompProfile.ForCapabilities(capabilities, inputs.Host.KernelVersion),
    };

    private static RlimitSpec[] Rlimits(IReadOnlyList<Ulimit> ulimits)
    {
        var rlimits = new RlimitSpec[ulimits.Count];
        for (int i = 0; i < rlimits.Length; i++)
        {
            // -1 and RLIM_INFINITY are the same 64 bits.
            rlimits[i] = new RlimitSpec(ulimits[i].KernelName, unchecked((ulong)ulimits[i].Soft), unchecked((ulong)ulimits[i].Hard));
        }

        return rlimits;
    }

    private static string CgroupsPath(ContainerSpec spec, string containerId)
    {
        string parent = spec.CgroupParent is null
            ? DefaultCgroupParent
            : AbsolutePath.Parse("cgroup parent", spec.CgroupParent.StartsWith('/') ? spec.CgroupParent : "/" + spec.CgroupParent);
        return parent.Length == 1 ? parent + containerId : $"{parent}/{containerId}";
    }
}
