namespace Caisson.Oci;

/// <summary>The one empty map for each type of value.</summary>
internal static class EmptyMap<T>
{
    internal static readonly IReadOnlyDictionary<string, T> Value = new Dictionary<string, T>(StringComparer.Ordinal);
}
