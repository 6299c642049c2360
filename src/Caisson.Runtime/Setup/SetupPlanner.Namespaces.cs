using Caisson.Linux.Programs;
using Caisson.Oci;
using Caisson.Oci.Runtime;
using Caisson.Runtime.Namespaces;
using Caisson.Runtime.Setup.Steps;

namespace Caisson.Runtime.Setup;

public static partial class SetupPlanner
{
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
}
