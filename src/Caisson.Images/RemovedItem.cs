namespace Caisson.Images;

/// <summary>One line of what a removal did.</summary>
/// <param name="Kind">A name or content.</param>
/// <param name="Reference">The name, or the digest of an image or layer chain.</param>
public sealed record RemovedItem(RemovedKind Kind, string Reference)
{
    /// <summary>As Docker prints it: <c>Untagged: …</c> or <c>Deleted: …</c>.</summary>
    public override string ToString() => $"{Kind}: {Reference}";
}
