namespace Caisson.Oci.Runtime;

internal static class EmptyMap
{
    internal static readonly IReadOnlyDictionary<string, string> Value = new Dictionary<string, string>(StringComparer.Ordinal);
}
