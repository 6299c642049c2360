namespace Caisson.Oci.Runtime;

/// <summary>A limit in bytes for huge pages of a size such as <c>2MB</c>.</summary>
public sealed record HugepageLimit(string PageSize, ulong Limit);
