using Caisson.Containers;
using Caisson.Mounts;
using Caisson.Namespaces;
using Caisson.Oci.Images;
using Caisson.Processes;

namespace Caisson.Compilation;

/// <summary>What a container gets when its specification and its image are put together.</summary>
internal static class EffectiveSettings
{
    /// <summary>How long to wait after the stop signal when nobody says.</summary>
    public static readonly TimeSpan DefaultStopTimeout = TimeSpan.FromSeconds(10);

    /// <summary>The argument vector: the entrypoint, then the command. The image's CMD counts only when neither an entrypoint nor a command
    /// was given.</summary>
    /// <exception cref="UsageException">Nothing is left to run.</exception>
    public static IReadOnlyList<string> Arguments(ContainerSpec spec, ImageContainerConfig image)
    {
        IReadOnlyList<string> entrypoint = spec.Entrypoint ?? image.Entrypoint;
        IReadOnlyList<string> command = spec.Command.Count > 0 || spec.Entrypoint is not null ? spec.Command : image.Cmd;
        if (entrypoint.Count + command.Count == 0)
            throw new UsageException("no command specified: the image has none, give one after its name");
        string[] arguments = [.. entrypoint, .. command];
        return arguments[0].Length > 0 ? arguments : throw new UsageException("the command is an empty text");
    }

    /// <summary>The user as <c>USER[:GROUP]</c>; empty is root.</summary>
    public static string User(ContainerSpec spec, ImageContainerConfig image) => spec.User ?? image.User;

    /// <summary>The working directory, absolute and simplified.</summary>
    public static string WorkingDirectory(ContainerSpec spec, ImageContainerConfig image)
    {
        if (spec.WorkingDirectory is { } said)
            return AbsolutePath.Parse("working directory", said);
        return AbsolutePath.Parse("working directory of the image", image.WorkingDir.StartsWith('/') ? image.WorkingDir : "/" + image.WorkingDir);
    }

    /// <summary>The host name: what was said, else the name of whose network is shared, else the first 12 digits of the id.</summary>
    /// <param name="spec">The specification.</param>
    /// <param name="containerId">The container's id.</param>
    /// <param name="hostHostname">The host's name.</param>
    /// <param name="sharedHostname">The name of the container whose network is shared, if one is.</param>
    public static string Hostname(ContainerSpec spec, string containerId, string hostHostname, string? sharedHostname = null)
    {
        if (spec.Hostname is { } said)
            return said;
        if (spec.Namespaces.Uts.Sharing == NamespaceSharing.Host || spec.Namespaces.Network.Sharing == NamespaceSharing.Host)
            return hostHostname;
        return sharedHostname ?? containerId[..Math.Min(12, containerId.Length)];
    }

    /// <summary>The mounts, and an anonymous volume for each VOLUME of the image that nothing else is mounted on.</summary>
    public static IReadOnlyList<Mount> MountsOf(ContainerSpec spec, ImageContainerConfig image)
    {
        if (image.Volumes.Count == 0)
            return spec.Mounts;
        var mounts = new List<Mount>(spec.Mounts);
        foreach (string volume in image.Volumes)
        {
            string target = MountTarget.Parse(volume.StartsWith('/') ? volume : "/" + volume);
            if (!mounts.Exists(mount => string.Equals(mount.Target, target, StringComparison.Ordinal)))
                mounts.Add(new VolumeMount { Target = target });
        }

        return mounts;
    }

    /// <summary>The image's labels and the container's, which win.</summary>
    public static IReadOnlyDictionary<string, string> Labels(ContainerSpec spec, ImageContainerConfig image)
    {
        if (image.Labels.Count == 0)
            return spec.Labels;
        var labels = new Dictionary<string, string>(image.Labels, StringComparer.Ordinal);
        foreach ((string key, string value) in spec.Labels)
            labels[key] = value;
        return labels;
    }

    /// <summary>The signal that asks the process to stop.</summary>
    /// <exception cref="UsageException">The image names a signal that does not exist.</exception>
    public static Signal StopSignal(ContainerSpec spec, ImageContainerConfig image) =>
        spec.StopSignal ?? (image.StopSignal is { } name ? Signal.Parse(name) : Signal.Terminate);

    /// <summary>How long to wait between the stop signal and the kill; <see cref="Timeout.InfiniteTimeSpan"/> is for ever.</summary>
    public static TimeSpan StopTimeout(ContainerSpec spec, ImageContainerConfig image) => spec.StopTimeout ?? image.StopTimeout switch
    {
        null => DefaultStopTimeout,
        < 0 => Timeout.InfiniteTimeSpan,
        { } seconds => TimeSpan.FromSeconds(seconds),
    };
}
