namespace Caisson.Oci.Json;

/// <summary>
/// One value of a <see cref="JsonTree"/>. Nodes stand in document order, so a container's first child is the next node.
/// </summary>
internal struct JsonNode
{
    /// <summary>Where the value's text begins; for containers unused.</summary>
    internal int Start;

    /// <summary>Length of the value's text in bytes; for containers the number of children.</summary>
    internal int Length;

    internal int NameStart;

    /// <summary>Length of the member's name in bytes; -1 for elements of arrays and for the root.</summary>
    internal int NameLength;

    /// <summary>The container; -1 for the root.</summary>
    internal int Parent;

    /// <summary>The next child of the same container; 0 when this is the last.</summary>
    internal int Next;

    internal JsonKind Kind;

    /// <summary>The value's text had escapes and stands, resolved, in the tree's second buffer.</summary>
    internal bool ValueResolved;

    /// <summary>The name's text had escapes and stands, resolved, in the tree's second buffer.</summary>
    internal bool NameResolved;

    /// <summary>Somebody asked for this value.</summary>
    internal bool Read;
}
