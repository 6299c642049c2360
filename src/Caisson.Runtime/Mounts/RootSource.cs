namespace Caisson.Runtime.Mounts;

/// <summary>Where a container's root file system comes from.</summary>
public abstract record RootSource
{
    private RootSource()
    {
    }

    /// <summary>A directory of the host, bound.</summary>
    /// <param name="Path">The directory.</param>
    /// <param name="MapIds">
    /// Whether a container with a user namespace sees its files under their stored ids. A bundle's root is used as it is: whoever made the
    /// bundle gave the files the owners that the maps ask for (runtime-spec config.md#root).
    /// </param>
    public sealed record Directory(string Path, bool MapIds = false) : RootSource
    {
        /// <inheritdoc />
        public override string ToString() => $"bind {Path} as the root";
    }

    /// <summary>Layers under a writable directory (overlayfs); a container with a user namespace sees their files under the stored ids.</summary>
    /// <param name="Layers">Read-only directories, the upper-most first.</param>
    /// <param name="Upper">Takes the changes.</param>
    /// <param name="Work">An empty directory on the file system of <paramref name="Upper"/>.</param>
    public sealed record Overlay(IReadOnlyList<string> Layers, string Upper, string Work) : RootSource
    {
        /// <inheritdoc />
        public override string ToString() => $"overlay {Layers.Count} layers and {Upper} as the root";
    }
}
