namespace Caisson.Images.Layers;

/// <summary>Bounds on what an archive may ask for, so that a small file cannot fill the memory or the disk unseen.</summary>
/// <param name="MaxBytes">The uncompressed archive.</param>
/// <param name="MaxEntries">Headers, also those that only describe the next one.</param>
/// <param name="MaxHeaderBytes">One extended header or long name, and all global headers together.</param>
/// <param name="MaxSparseRegions">Regions with data in one sparse file.</param>
/// <param name="MaxFileSize">One file's apparent size.</param>
public sealed record LayerLimits(long MaxBytes, long MaxEntries, int MaxHeaderBytes, int MaxSparseRegions, long MaxFileSize)
{
    /// <summary>64 GiB, ten million entries, 1 MiB of headers, a million regions, files of up to 8 TiB.</summary>
    public static LayerLimits Default { get; } = new(64L << 30, 10_000_000, 1 << 20, 1 << 20, 8L << 40);
}
