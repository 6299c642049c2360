namespace Caisson.Mounts;

/// <summary>Whether a mount's source gets an SELinux label; without SELinux all are the same.</summary>
public enum Relabelling
{
    /// <summary>It is left alone.</summary>
    None,

    /// <summary>Shared among containers (<c>z</c>).</summary>
    Shared,

    /// <summary>For this container alone (<c>Z</c>).</summary>
    Private,
}
