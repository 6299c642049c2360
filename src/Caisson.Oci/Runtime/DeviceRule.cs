namespace Caisson.Oci.Runtime;

/// <summary>Allows or denies access to devices.</summary>
public sealed record DeviceRule
{
    public bool Allow { get; init; }

    /// <summary>a (all), c or b; null is all.</summary>
    public string? Type { get; init; }

    /// <summary>Null or -1 is any.</summary>
    public long? Major { get; init; }

    /// <summary>Null or -1 is any.</summary>
    public long? Minor { get; init; }

    /// <summary>Letters of r (read), w (write), m (mknod).</summary>
    public string? Access { get; init; }
}
