namespace Caisson.Images.Layers;

/// <summary>What an entry's name asks for.</summary>
internal enum LayerNameKind
{
    /// <summary>A file of any type.</summary>
    File,

    /// <summary>Something of the layers below is gone.</summary>
    Whiteout,

    /// <summary>Nothing of the layers below is in this directory any more.</summary>
    Opaque,

    /// <summary>Left over from another storage driver: not content.</summary>
    Metadata,
}
