using System.Text;

namespace Caisson.Oci.Json;

/// <summary>
/// A value of a <see cref="JsonTree"/>, with its place. Every reading method throws a <see cref="SpecException"/> that names the
/// place when the value is of another kind or out of range.
/// </summary>
public readonly partial struct JsonValue
{
    private readonly JsonTree _tree;
    private readonly int _index;

    internal JsonValue(JsonTree tree, int index)
    {
        _tree = tree;
        _index = index;
        tree.Node(index).Read = true;
    }

    /// <summary>Where the value stands, such as <c>linux.devices[3].path</c>.</summary>
    public string Path => _tree.PathOf(_index);

    /// <summary>What the value is.</summary>
    public JsonKind Kind => _tree.Node(_index).Kind;

    /// <summary>The member's name; empty for elements of arrays and for the root.</summary>
    public string Name => _tree.Node(_index).NameLength < 0 ? "" : Encoding.UTF8.GetString(_tree.NameOf(_tree.Node(_index)));

    /// <summary>The number of elements or members; 0 for other kinds.</summary>
    public int Count => Kind is JsonKind.Array or JsonKind.Object ? _tree.Node(_index).Length : 0;

    /// <summary>A problem with this value, for the caller to throw.</summary>
    /// <param name="problem">What is wrong, in lower case, without the place.</param>
    public SpecException Error(string problem) => new(Path, problem);

    /// <summary>The value as text.</summary>
    public string AsString() => Encoding.UTF8.GetString(Expect(JsonKind.String));

    /// <summary>Whether the value is this text.</summary>
    public bool IsString(ReadOnlySpan<byte> utf8) => Kind == JsonKind.String && _tree.ValueOf(_tree.Node(_index)).SequenceEqual(utf8);

    /// <summary>The value as true or false.</summary>
    public bool AsBoolean() => Expect(JsonKind.Boolean)[0] == (byte)'t';

    /// <summary>The elements of an array, in order.</summary>
    public JsonValues Items()
    {
        ExpectContainer(JsonKind.Array);
        return new JsonValues(_tree, _index);
    }

    /// <summary>The members of an object, in document order. All of them count as read.</summary>
    public JsonValues Members()
    {
        ExpectContainer(JsonKind.Object);
        return new JsonValues(_tree, _index);
    }

    /// <summary>A member of an object; null when it is absent or JSON's null.</summary>
    public JsonValue? Find(ReadOnlySpan<byte> name)
    {
        ExpectContainer(JsonKind.Object);
        int child = Count == 0 ? 0 : _index + 1;
        while (child > 0)
        {
            ref JsonNode node = ref _tree.Node(child);
            if (node.NameLength == name.Length && _tree.NameOf(node).SequenceEqual(name))
            {
                node.Read = true;
                return node.Kind == JsonKind.Null ? null : new JsonValue(_tree, child);
            }

            child = node.Next;
        }

        return null;
    }

    /// <summary>A member of an object that must be there.</summary>
    public JsonValue Get(ReadOnlySpan<byte> name) =>
        Find(name) ?? throw Error($"{Encoding.UTF8.GetString(name)} is missing");

    /// <summary>Counts everything inside as read, so that <see cref="JsonTree.UnreadMembers"/> does not list it.</summary>
    public void SkipMembers()
    {
        if (Kind is JsonKind.Array or JsonKind.Object)
        {
            foreach (JsonValue child in new JsonValues(_tree, _index))
            {
                child.SkipMembers();
            }
        }
    }

    private ReadOnlySpan<byte> Expect(JsonKind kind)
    {
        ref readonly JsonNode node = ref _tree.Node(_index);
        return node.Kind == kind ? _tree.ValueOf(node) : throw Mismatch(kind);
    }

    private void ExpectContainer(JsonKind kind)
    {
        if (Kind != kind)
        {
            throw Mismatch(kind);
        }
    }

    private SpecException Mismatch(JsonKind expected) => Error($"expected {Describe(expected)}, found {Describe(Kind)}");

    private static string Describe(JsonKind kind) => kind switch
    {
        JsonKind.Null => "null",
        JsonKind.Boolean => "true or false",
        JsonKind.Number => "a number",
        JsonKind.String => "a string",
        JsonKind.Array => "an array",
        _ => "an object",
    };
}
