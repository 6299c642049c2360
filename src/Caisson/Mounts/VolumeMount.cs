namespace Caisson.Mounts;

/// <summary>A volume of the engine.</summary>
public sealed record VolumeMount : Mount
{
    /// <summary>The volume's name; null makes an anonymous one.</summary>
    public string? Name { get; init; }

    /// <summary>A directory inside the volume to mount instead of its root; relative, never leaving the volume.</summary>
    public string? Subpath { get; init; }

    /// <summary>Whether an empty volume stays empty, instead of getting what the image has at the target.</summary>
    public bool NoCopy { get; init; }

    /// <summary>Whether the volume is relabelled for SELinux.</summary>
    public Relabelling Relabelling { get; init; }

    /// <summary>Maps the ids on the mount (mount_setattr(2)); null does not.</summary>
    public MountIdMap? IdMap { get; init; }
}
