using Caisson.Mounts;
using Caisson.Networks;
using Caisson.Oci;
using Caisson.Oci.Json;
using Caisson.Processes;
using Caisson.Resources;

namespace Caisson.Containers;

/// <summary>
/// The JSON form of a <see cref="ContainerSpec"/>, part of the container's record on disk, which carries the version. What says nothing is left
/// out; reading is strict: a value of another type or out of range is an error, and the record's reader refuses members that nobody
/// asked for.
/// </summary>
public static partial class ContainerSpecJson
{
    /// <summary>Writes the members of a specification into an object that the caller opened.</summary>
    public static void Write(JsonTextWriter json, ContainerSpec spec)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(spec);
        json.WriteOptional("image"u8, spec.Image);
        json.WriteOptional("rootfs"u8, spec.Rootfs);
        json.WriteOptional("name"u8, spec.Name);
        json.WriteStringMap("labels"u8, spec.Labels);
        json.WriteStringMap("annotations"u8, spec.Annotations);
        WriteNullableStrings(json, "entrypoint"u8, spec.Entrypoint);
        json.WriteStrings("command"u8, spec.Command);
        json.WriteStrings("environment"u8, spec.Environment);
        json.WriteOptional("workingDirectory"u8, spec.WorkingDirectory);
        json.WriteOptional("user"u8, spec.User);
        json.WriteStrings("additionalGroups"u8, spec.AdditionalGroups);
        json.WriteFlag("terminal"u8, spec.Terminal);
        json.WriteFlag("openStdin"u8, spec.OpenStdin);
        json.WriteFlag("init"u8, spec.Init);
        json.WriteOptional("hostname"u8, spec.Hostname);
        json.WriteOptional("domainname"u8, spec.Domainname);
        json.WriteObjects("extraHosts"u8, spec.ExtraHosts, WriteExtraHost);
        json.WriteSection("dns"u8, spec.Dns, WriteDns);
        json.WriteObjects("publishedPorts"u8, spec.PublishedPorts, WritePort);
        json.WriteObjects("mounts"u8, spec.Mounts, WriteMount);
        json.WriteStrings("volumesFrom"u8, spec.VolumesFrom);
        json.WriteFlag("readOnlyRootfs"u8, spec.ReadOnlyRootfs);
        json.WriteOptional("shmSize"u8, spec.ShmSize);
        json.WriteObjects("devices"u8, spec.Devices, WriteDevice);
        json.WriteObjects("deviceCgroupRules"u8, spec.DeviceCgroupRules, WriteDeviceRule);
        json.WriteSection("namespaces"u8, spec.Namespaces, WriteNamespaces);
        json.WriteSection("resources"u8, spec.Resources, WriteResources);
        json.WriteOptional("cgroupParent"u8, spec.CgroupParent);
        json.WriteObjects("ulimits"u8, spec.Ulimits, WriteUlimit);
        json.WriteStringMap("sysctls"u8, spec.Sysctls);
        json.WriteSection("security"u8, spec.Security, WriteSecurity);
        json.WriteOptional("stopSignal"u8, (long?)spec.StopSignal?.Number);
        json.WriteOptional("stopTimeout"u8, spec.StopTimeout?.Ticks);
        json.WriteString("restart"u8, spec.Restart.ToString());
        json.WriteFlag("remove"u8, spec.Remove);
        json.WriteOptional("timeout"u8, spec.Timeout?.Ticks);
        json.WriteOptional("logDriver"u8, spec.LogDriver);
        json.WriteStringMap("logOptions"u8, spec.LogOptions);
    }

    /// <summary>Reads a specification.</summary>
    /// <exception cref="SpecException">It is not one; the message names the place.</exception>
    public static ContainerSpec Read(JsonValue json) => new()
    {
        Image = json.String("image"u8),
        Rootfs = json.String("rootfs"u8),
        Name = json.String("name"u8),
        Labels = json.StringMap("labels"u8),
        Annotations = json.StringMap("annotations"u8),
        Entrypoint = json.Find("entrypoint"u8) is null ? null : json.Strings("entrypoint"u8),
        Command = json.Strings("command"u8),
        Environment = json.Strings("environment"u8),
        WorkingDirectory = json.String("workingDirectory"u8),
        User = json.String("user"u8),
        AdditionalGroups = json.Strings("additionalGroups"u8),
        Terminal = json.Boolean("terminal"u8) ?? false,
        OpenStdin = json.Boolean("openStdin"u8) ?? false,
        Init = json.Boolean("init"u8) ?? false,
        Hostname = json.String("hostname"u8),
        Domainname = json.String("domainname"u8),
        ExtraHosts = json.List("extraHosts"u8, ReadExtraHost),
        Dns = json.Section("dns"u8, ReadDns) ?? DnsOptions.Default,
        PublishedPorts = json.List("publishedPorts"u8, ReadPort),
        Mounts = json.List("mounts"u8, ReadMount),
        VolumesFrom = json.Strings("volumesFrom"u8),
        ReadOnlyRootfs = json.Boolean("readOnlyRootfs"u8) ?? false,
        ShmSize = json.Int64("shmSize"u8, min: 0),
        Devices = json.List("devices"u8, ReadDevice),
        DeviceCgroupRules = json.List("deviceCgroupRules"u8, ReadDeviceRule),
        Namespaces = json.Section("namespaces"u8, ReadNamespaces) ?? Caisson.Namespaces.NamespaceOptions.Default,
        Resources = json.Section("resources"u8, ReadResources) ?? ResourceLimits.Default,
        CgroupParent = json.String("cgroupParent"u8),
        Ulimits = json.List("ulimits"u8, ReadUlimit),
        Sysctls = json.StringMap("sysctls"u8),
        Security = json.Section("security"u8, ReadSecurity) ?? Caisson.Security.SecurityOptions.Default,
        StopSignal = json.Int32("stopSignal"u8, min: 1, max: 64) is { } signal ? new Signal(signal) : null,
        StopTimeout = ReadTime(json, "stopTimeout"u8),
        Restart = json.Find("restart"u8) is { } restart ? Word(restart, RestartPolicy.Parse) : RestartPolicy.No,
        Remove = json.Boolean("remove"u8) ?? false,
        Timeout = ReadTime(json, "timeout"u8),
        LogDriver = json.String("logDriver"u8),
        LogOptions = json.StringMap("logOptions"u8),
    };

    private static TimeSpan? ReadTime(JsonValue json, ReadOnlySpan<byte> name) =>
        json.Int64(name, min: System.Threading.Timeout.InfiniteTimeSpan.Ticks) is { } ticks ? new TimeSpan(ticks) : null;

    // A text that has a parser of its own: its error gets the place in the document.
    private static T Word<T>(JsonValue value, Func<string, T> parse)
    {
        try
        {
            return parse(value.AsString());
        }
        catch (UsageException e)
        {
            throw value.Error(e.Message);
        }
    }

    private static void WriteNullableStrings(JsonTextWriter json, ReadOnlySpan<byte> name, IReadOnlyList<string>? values)
    {
        if (values is null)
            return;
        json.WriteStartArray(name);
        foreach (string value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }

    private static void WriteUlimit(JsonTextWriter json, Ulimit ulimit)
    {
        json.WriteString("name"u8, ulimit.Name);
        json.WriteNumber("soft"u8, ulimit.Soft);
        json.WriteNumber("hard"u8, ulimit.Hard);
    }

    private static Ulimit ReadUlimit(JsonValue json) => new(
        json.RequiredString("name"u8), json.Get("soft"u8).AsInt64(min: -1), json.Get("hard"u8).AsInt64(min: -1));
}
