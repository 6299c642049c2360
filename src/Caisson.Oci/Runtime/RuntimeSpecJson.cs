using Caisson.Oci.Json;

namespace Caisson.Oci.Runtime;

/// <summary>
/// Reads and writes <c>config.json</c> (runtime-spec 1.2, config.md and config-linux.md). Wrong types, numbers out of range,
/// missing required members and broken JSON are a <see cref="SpecException"/> that names the place; what the kernel alone can
/// judge (paths, names of capabilities or options) is left to the runtime.
/// </summary>
public static partial class RuntimeSpecJson
{
    /// <summary>The user and group id that means "leave as it is" to the kernel (setresuid(2)), and so can name nobody.</summary>
    private const uint NoId = uint.MaxValue;

    /// <summary>Reads a configuration.</summary>
    /// <exception cref="SpecException">It does not follow the specification.</exception>
    public static RuntimeSpec Read(ReadOnlyMemory<byte> utf8) => ReadRoot(JsonTree.Parse(utf8, "config.json").Root);

    /// <summary>Reads a configuration and notes what has no effect in it.</summary>
    /// <exception cref="SpecException">It does not follow the specification.</exception>
    public static RuntimeSpecDocument ReadDocument(ReadOnlyMemory<byte> utf8)
    {
        JsonTree tree = JsonTree.Parse(utf8, "config.json");
        RuntimeSpec spec = ReadRoot(tree.Root);
        return new RuntimeSpecDocument(spec, ForeignSections(tree.Root), tree.UnreadMembers());
    }

    /// <summary>Reads a process alone, the content of a <c>process.json</c> for exec.</summary>
    /// <exception cref="SpecException">It does not follow the specification.</exception>
    public static ProcessSpec ReadProcess(ReadOnlyMemory<byte> utf8) => ReadProcess(JsonTree.Parse(utf8, "process.json").Root);

    /// <summary>Reads resources alone, the content of a file for update.</summary>
    /// <exception cref="SpecException">It does not follow the specification.</exception>
    public static ResourcesSpec ReadResources(ReadOnlyMemory<byte> utf8) => ReadResources(JsonTree.Parse(utf8, "resources.json").Root);

    /// <summary>Writes a configuration; absent and empty members are left out.</summary>
    /// <param name="spec">What to write.</param>
    /// <param name="indented">Whether people read it.</param>
    /// <returns>The text as UTF-8.</returns>
    public static ReadOnlyMemory<byte> Write(RuntimeSpec spec, bool indented = false)
    {
        ArgumentNullException.ThrowIfNull(spec);
        JsonTextWriter writer = new(indented, capacity: 16 * 1024);
        WriteObject(writer, spec, WriteRoot);
        return writer.WrittenMemory;
    }

    /// <summary>Writes a configuration; absent and empty members are left out.</summary>
    /// <param name="spec">What to write.</param>
    /// <param name="output">Where to; not closed.</param>
    /// <param name="indented">Whether people read it.</param>
    public static void Write(RuntimeSpec spec, Stream output, bool indented = false)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.Write(Write(spec, indented).Span);
    }

    /// <summary>Writes a process alone, as <see cref="ReadProcess(ReadOnlyMemory{byte})"/> reads it.</summary>
    /// <returns>The text as UTF-8.</returns>
    public static ReadOnlyMemory<byte> WriteProcess(ProcessSpec process)
    {
        ArgumentNullException.ThrowIfNull(process);
        JsonTextWriter writer = new();
        WriteObject(writer, process, WriteProcess);
        return writer.WrittenMemory;
    }

    private static void WriteObject<T>(JsonTextWriter writer, T value, Action<JsonTextWriter, T> write)
    {
        writer.WriteStartObject();
        write(writer, value);
        writer.WriteEndObject();
    }

    private static RuntimeSpec ReadRoot(JsonValue json) => new()
    {
        OciVersion = ReadVersion(json.Get("ociVersion"u8)),
        Process = json.Section("process"u8, ReadProcess),
        Root = json.Section("root"u8, static root => new RootSpec(root.RequiredString("path"u8), root.Boolean("readonly"u8) ?? false)),
        Hostname = json.String("hostname"u8),
        Domainname = json.String("domainname"u8),
        Mounts = json.List("mounts"u8, ReadMount),
        Hooks = json.Section("hooks"u8, ReadHooks),
        Annotations = json.StringMap("annotations"u8),
        Linux = json.Section("linux"u8, ReadLinux),
    };

    private static void WriteRoot(JsonTextWriter writer, RuntimeSpec spec)
    {
        writer.WriteString("ociVersion"u8, spec.OciVersion);
        writer.WriteSection("process"u8, spec.Process, WriteProcess);
        writer.WriteSection("root"u8, spec.Root, static (w, root) =>
        {
            w.WriteString("path"u8, root.Path);
            w.WriteFlag("readonly"u8, root.Readonly);
        });
        writer.WriteOptional("hostname"u8, spec.Hostname);
        writer.WriteOptional("domainname"u8, spec.Domainname);
        writer.WriteObjects("mounts"u8, spec.Mounts, WriteMount);
        writer.WriteSection("hooks"u8, spec.Hooks, WriteHooks);
        writer.WriteStringMap("annotations"u8, spec.Annotations);
        writer.WriteSection("linux"u8, spec.Linux, WriteLinux);
    }

    // Everything that calls itself 1.something is meant to work with any 1.x runtime (runtime-spec config.md#specification-version).
    private static string ReadVersion(JsonValue json)
    {
        string version = json.AsString();
        return version.StartsWith("1.", StringComparison.Ordinal)
            ? version
            : throw json.Error($"version {JsonPath.Printable(version)} of the specification is not supported (1.x is)");
    }

    private static string[] ForeignSections(JsonValue root)
    {
        List<string> found = [];
        AddIf(root.Find("solaris"u8), found);
        AddIf(root.Find("windows"u8), found);
        AddIf(root.Find("vm"u8), found);
        AddIf(root.Find("zos"u8), found);
        return [.. found];

        static void AddIf(JsonValue? section, List<string> found)
        {
            if (section is { } there)
            {
                found.Add(there.Name);

                // All of it is refused or ignored as one; its members are not unknown one by one.
                there.SkipMembers();
            }
        }
    }
}
