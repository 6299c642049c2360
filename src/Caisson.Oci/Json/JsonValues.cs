namespace Caisson.Oci.Json;

/// <summary>The children of an array or an object, for <c>foreach</c>; allocates nothing.</summary>
public struct JsonValues
{
    private readonly JsonTree _tree;
    private int _next;
    private int _current;

    internal JsonValues(JsonTree tree, int container)
    {
        _tree = tree;
        _next = tree.Node(container).Length == 0 ? 0 : container + 1;
    }

    /// <summary>The child that <see cref="MoveNext"/> came to.</summary>
    public readonly JsonValue Current => new(_tree, _current);

    /// <summary>This sequence; it can be walked once.</summary>
    public readonly JsonValues GetEnumerator() => this;

    /// <summary>Goes to the next child; false when there is none.</summary>
    public bool MoveNext()
    {
        if (_next == 0)
        {
            return false;
        }

        _current = _next;
        _next = _tree.Node(_current).Next;
        return true;
    }
}
