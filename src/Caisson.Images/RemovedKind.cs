namespace Caisson.Images;

/// <summary>What a removal took away.</summary>
public enum RemovedKind
{
    /// <summary>A name.</summary>
    Untagged,

    /// <summary>An image or a layer that nothing else needed.</summary>
    Deleted,
}
