namespace Caisson.Runtime.Mounts;

/// <summary>What a path inside a root has to be.</summary>
public enum TargetKind
{
    /// <summary>A directory; missing ones are made.</summary>
    Directory,

    /// <summary>Anything but a directory; a missing one is made as an empty file.</summary>
    File,

    /// <summary>Whatever it is; a missing one is an error.</summary>
    Existing,
}
