using System.Text.Json;
using Caisson.Cli.Output;
using Caisson.Containers;
using Caisson.Mounts;
using Caisson.Oci.Runtime;
using Caisson.Resources;
using Caisson.Supervision.State;

namespace Caisson.Cli.Containers;

/// <summary>A container as <c>docker inspect</c> shows it.</summary>
internal static class ContainerDocument
{
    /// <summary>Writes the document.</summary>
    public static void Write(Utf8JsonWriter json, Container container)
    {
        ProcessSpec process = container.Configuration.Process ?? new ProcessSpec();
        json.WriteStartObject();
        json.WriteString("Id", container.Id);
        json.WriteMoment("Created", container.Created);
        json.WriteString("Path", process.Args.Count > 0 ? process.Args[0] : "");
        json.WriteTexts("Args", process.Args.Skip(1));
        WriteState(json, container.State);
        json.WriteString("Image", container.ImageId ?? "");
        json.WriteString("Name", "/" + container.Name);
        json.WriteString("Platform", "linux");
        WriteHostConfig(json, container.Spec);
        WriteMounts(json, container.Spec);
        WriteConfig(json, container, process);
        json.WriteStartObject("NetworkSettings");
        json.WriteStartObject("Ports");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteState(Utf8JsonWriter json, ContainerState state)
    {
        json.WriteStartObject("State");
        json.WriteString("Status", ContainerListing.Word(state.Status));
        json.WriteBoolean("Running", state.Status == ContainerStatus.Running);
        json.WriteBoolean("Paused", value: false);
        json.WriteBoolean("Restarting", value: false);
        json.WriteBoolean("OOMKilled", state.OomKilled);
        json.WriteBoolean("TimedOut", state.TimedOut);
        json.WriteNumber("Pid", state.Process?.Pid ?? 0);
        json.WriteNumber("ExitCode", state.ExitCode);
        json.WriteString("Error", state.Error);
        json.WriteMoment("StartedAt", state.Started);
        json.WriteMoment("FinishedAt", state.Finished);
        json.WriteEndObject();
    }

    private static void WriteHostConfig(Utf8JsonWriter json, ContainerSpec spec)
    {
        ResourceLimits limits = spec.Resources;
        json.WriteStartObject("HostConfig");
        json.WriteTexts("Binds", spec.Mounts.OfType<BindMount>().Select(mount => $"{mount.Source}:{mount.Target}{(mount.ReadOnly ? ":ro" : "")}"));
        json.WriteString("NetworkMode", spec.Namespaces.Network.ToString());
        json.WriteString("IpcMode", spec.Namespaces.Ipc.ToString());
        json.WriteString("PidMode", spec.Namespaces.Pid.ToString());
        json.WriteString("UTSMode", spec.Namespaces.Uts.ToString());
        json.WriteString("CgroupnsMode", spec.Namespaces.Cgroup.ToString());
        json.WriteString("UsernsMode", spec.Namespaces.User.IsPrivate ? "private" : "host");
        json.WriteBoolean("AutoRemove", spec.Remove);
        json.WriteBoolean("Privileged", spec.Security.Privileged);
        json.WriteBoolean("ReadonlyRootfs", spec.ReadOnlyRootfs);
        json.WriteBoolean("Init", spec.Init);
        json.WriteTexts("CapAdd", spec.Security.CapAdd);
        json.WriteTexts("CapDrop", spec.Security.CapDrop);
        json.WriteTexts("GroupAdd", spec.AdditionalGroups);
        json.WriteTextMap("Sysctls", spec.Sysctls);
        json.WriteNumber("Memory", limits.Memory ?? 0);
        json.WriteNumber("MemoryReservation", limits.MemoryReservation ?? 0);
        json.WriteNumber("MemorySwap", limits.MemorySwap ?? 0);
        json.WriteNumber("NanoCpus", limits.NanoCpus ?? 0);
        json.WriteNumber("CpuShares", limits.CpuShares ?? 0);
        json.WriteNumber("CpuPeriod", limits.CpuPeriod ?? 0);
        json.WriteNumber("CpuQuota", limits.CpuQuota ?? 0);
        json.WriteString("CpusetCpus", limits.CpusetCpus ?? "");
        json.WriteString("CpusetMems", limits.CpusetMems ?? "");
        json.WriteNumber("PidsLimit", limits.PidsLimit ?? 0);
        json.WriteString("CgroupParent", spec.CgroupParent ?? "");
        json.WriteStartObject("LogConfig");
        json.WriteString("Type", spec.LogDriver ?? "json-file");
        json.WriteTextMap("Config", spec.LogOptions);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteMounts(Utf8JsonWriter json, ContainerSpec spec)
    {
        json.WriteStartArray("Mounts");
        foreach (Mount mount in spec.Mounts)
        {
            json.WriteStartObject();
            json.WriteString("Type", mount is BindMount ? "bind" : mount is TmpfsMount ? "tmpfs" : "volume");
            json.WriteString("Source", (mount as BindMount)?.Source ?? "");
            json.WriteString("Destination", mount.Target);
            json.WriteBoolean("RW", !mount.ReadOnly);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteConfig(Utf8JsonWriter json, Container container, ProcessSpec process)
    {
        ContainerSpec spec = container.Spec;
        json.WriteStartObject("Config");
        json.WriteString("Hostname", container.Configuration.Hostname ?? "");
        json.WriteString("Domainname", container.Configuration.Domainname ?? "");
        json.WriteString("User", spec.User ?? "");
        json.WriteBoolean("Tty", spec.Terminal);
        json.WriteBoolean("OpenStdin", spec.OpenStdin);
        json.WriteTexts("Env", process.Env);
        json.WriteTexts("Cmd", process.Args);
        json.WriteString("Image", spec.Image ?? "");
        json.WriteString("WorkingDir", process.Cwd);
        json.WriteTextMap("Labels", spec.Labels);
        if (spec.StopSignal is { } signal)
        {
            json.WriteString("StopSignal", signal.Name);
        }

        json.WriteEndObject();
    }
}
