namespace Caisson.Images.Layers;

/// <summary>A part of a sparse file that has data; what is between such parts are holes.</summary>
/// <param name="Offset">Where it begins in the file.</param>
/// <param name="Length">Bytes.</param>
public readonly record struct TarRegion(long Offset, long Length);
