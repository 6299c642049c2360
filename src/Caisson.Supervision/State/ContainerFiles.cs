namespace Caisson.Supervision.State;

/// <summary>Names of what lies under the root and in a container's directory (docs/on-disk.md).</summary>
public static class ContainerFiles
{
    /// <summary>The directory below the root that has a directory for each container.</summary>
    public const string Containers = "containers";

    /// <summary>The directory below the root that has a symbolic link for each name; its text is the id.</summary>
    public const string Names = "names";

    /// <summary>What was asked for; written once, by the library.</summary>
    public const string Container = "container.json";

    /// <summary>The runtime-spec configuration; written once, by the library.</summary>
    public const string Config = "config.json";

    /// <summary>What has become of it; written by whoever holds <see cref="MonitorLock"/>.</summary>
    public const string State = "state.json";

    /// <summary>Locked by the monitor as long as it lives.</summary>
    public const string MonitorLock = "monitor.lock";

    /// <summary>The output (<see cref="Logs.OutputLog"/>).</summary>
    public const string Log = "output.log";

    /// <summary>An empty directory over which the root is attached, inside the container's mount namespace only.</summary>
    public const string Rootfs = "rootfs";

    /// <summary>The writable layer.</summary>
    public const string Upper = "upper";

    /// <summary>overlayfs's own directory beside the writable layer.</summary>
    public const string Work = "work";

    /// <summary>Files that are mounted over the image's: hosts, hostname, resolv.conf.</summary>
    public const string Managed = "files";
}
