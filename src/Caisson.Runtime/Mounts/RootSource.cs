namespace Caisson.Runtime.Mounts;

/// <summary>Where a container's root file system comes from.</summary>
public abstract record RootSource
{
    private RootSource()
    {
    }

    /// <summary>A directory of the host, bound as it is.</summary>
    public sealed record Directory(string Path) : RootSource
    {
        /// <inheritdoc />
        public override string ToString() => $"bind {Path} as the root";
    }

    /// <summary>Layers under a writable directory (overlayfs).</summary>
    /// <param name="Layers">Read-only directories, the upper-most first.</param>
    /// <param name="Upper">Takes the changes.</param>
    /// <param name="Work">An empty directory on the file system of <paramref name="Upper"/>.</param>
    public sealed record Overlay(IReadOnlyList<string> Layers, string Upper, string Work) : RootSource
    {
        /// <inheritdoc />
        public override string ToString() => $"overlay {Layers.Count} layers and {Upper} as the root";
    }
}
