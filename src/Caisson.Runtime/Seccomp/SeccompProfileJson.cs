using Caisson.Linux.Capabilities;
using Caisson.Oci;
using Caisson.Oci.Json;
using Caisson.Oci.Runtime;

namespace Caisson.Runtime.Seccomp;

/// <summary>
/// Reads profiles in Docker's format (docs.docker.com/engine/security/seccomp): the seccomp section of a configuration, whose
/// rules may also depend on capabilities, the kernel and the machine.
/// </summary>
public static class SeccompProfileJson
{
    private const string Native = "SCMP_ARCH_X86_64";

    /// <summary>What the format calls this machine (it takes the names from Debian's and Go's architectures).</summary>
    private const string Machine = "amd64";

    /// <summary>Reads a profile and keeps the rules that apply.</summary>
    /// <param name="utf8">The file's content.</param>
    /// <param name="bounding">The process's bounding set.</param>
    /// <param name="kernel">The running kernel's version.</param>
    /// <exception cref="SpecException">
    /// The file does not follow the format, or has members that would have no effect: a misspelt condition must not weaken a profile.
    /// </exception>
    public static SeccompSpec Read(ReadOnlyMemory<byte> utf8, CapabilitySet bounding, Version kernel)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        JsonTree tree = JsonTree.Parse(utf8, "seccomp profile");
        JsonValue root = tree.Root;
        List<SeccompRule> rules = [];
        if (root.Find("syscalls"u8) is { } syscalls)
        {
            foreach (JsonValue item in syscalls.Items())
            {
                SeccompRule rule = ReadRule(item);

                // Both are read in any case, so that mistakes show on every machine.
                bool included = item.Find("includes"u8) is not { } includes || Applies(includes, bounding, kernel, all: true);
                bool excluded = item.Find("excludes"u8) is { } excludes && Applies(excludes, bounding, kernel, all: false);
                if (included && !excluded)
                {
                    rules.Add(rule);
                }
            }
        }

        SeccompSpec spec = new()
        {
            DefaultAction = root.RequiredString("defaultAction"u8),
            DefaultErrnoRet = root.UInt32("defaultErrnoRet"u8, ushort.MaxValue),
            Architectures = ReadArchitectures(root),
            Flags = root.Strings("flags"u8),
            ListenerPath = root.String("listenerPath"u8) is { Length: > 0 } path ? path : null,
            ListenerMetadata = root.String("listenerMetadata"u8) is { Length: > 0 } metadata ? metadata : null,
            Syscalls = rules,
        };
        return tree.UnreadMembers() is [string unknown, ..] ? throw new SpecException(unknown, "is no member of a seccomp profile") : spec;
    }

    private static SeccompRule ReadRule(JsonValue json)
    {
        IReadOnlyList<string> names = json.Strings("names"u8);
        if (json.String("name"u8) is { Length: > 0 } name)
        {
            names = names.Count == 0 ? [name] : throw json.Error("has both name and names");
        }

        _ = json.String("comment"u8);
        return new SeccompRule
        {
            Names = names.Count > 0 ? names : throw json.Error("names is missing"),
            Action = json.RequiredString("action"u8),
            ErrnoRet = json.UInt32("errnoRet"u8, ushort.MaxValue),
            Args = json.List("args"u8, RuntimeSpecJson.ReadSeccompArg),
        };
    }

    /// <summary>Whether all of a filter's conditions hold, or any of them. Of machines, naming one among others is enough.</summary>
    private static bool Applies(JsonValue json, CapabilitySet bounding, Version kernel, bool all)
    {
        bool every = true;
        bool any = false;
        foreach (JsonValue name in json.Find("caps"u8) is { } caps ? caps.Items() : default)
        {
            Note(CapabilityNames.TryParse(name.AsString(), out Capability capability)
                ? bounding.Has(capability)
                : throw name.Error("is no capability"));
        }

        if (json.Strings("arches"u8) is { Count: > 0 } machines)
        {
            Note(machines.Contains(Machine, StringComparer.Ordinal));
        }

        if (json.Find("minKernel"u8) is { } minimum)
        {
            Note(Version.TryParse(minimum.AsString(), out Version? version) && version.Build < 0
                ? kernel >= version
                : throw minimum.Error("expected a version such as 4.8"));
        }

        return all ? every : any;

        void Note(bool holds)
        {
            every &= holds;
            any |= holds;
        }
    }

    private static IReadOnlyList<string> ReadArchitectures(JsonValue root)
    {
        IReadOnlyList<string> architectures = root.Strings("architectures"u8);
        if (root.Find("archMap"u8) is not { Count: > 0 } map)
        {
            return architectures;
        }

        if (architectures.Count > 0)
        {
            throw map.Error("cannot stand beside architectures");
        }

        foreach (JsonValue entry in map.Items())
        {
            string architecture = entry.RequiredString("architecture"u8);
            IReadOnlyList<string> others = entry.Strings("subArchitectures"u8);
            if (string.Equals(architecture, Native, StringComparison.Ordinal))
            {
                architectures = [architecture, .. others];
            }
        }

        return architectures;
    }
}
