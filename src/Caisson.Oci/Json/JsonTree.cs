using System.Text;

namespace Caisson.Oci.Json;

/// <summary>
/// A parsed JSON document for hostile input: its size and depth are bounded, duplicate member names, invalid UTF-8 and NUL
/// characters are refused, every problem names its place, and members that nobody asked for can be listed afterwards.
/// Much cheaper at start-up than a serializer. Not thread-safe: reading marks what was read.
/// </summary>
public sealed partial class JsonTree
{
    /// <summary>The default bound on a document's size: 4 MiB, what registries allow for a manifest (distribution-spec).</summary>
    public const int DefaultMaxBytes = 4 * 1024 * 1024;

    /// <summary>How deep containers may be nested; no format read here goes beyond ten.</summary>
    public const int MaxDepth = 32;

    private readonly string _name;
    private readonly ReadOnlyMemory<byte> _text;
    private byte[] _resolved = [];
    private int _resolvedLength;
    private JsonNode[] _nodes;
    private int _count;

    private JsonTree(ReadOnlyMemory<byte> text, string name)
    {
        _text = text;
        _name = name;

        // config.json has about one value in 24 bytes.
        _nodes = new JsonNode[Math.Max(16, text.Length / 20)];
    }

    /// <summary>The whole document.</summary>
    public JsonValue Root => new(this, 0);

    /// <summary>Parses a document. The memory must not change while the tree is in use.</summary>
    /// <param name="utf8">The text; a byte order mark is not JSON and is refused.</param>
    /// <param name="name">What the document is called in messages, such as <c>config.json</c>.</param>
    /// <param name="maxBytes">The largest size that is read.</param>
    /// <exception cref="SpecException">It is not JSON, or goes beyond a bound.</exception>
    public static JsonTree Parse(ReadOnlyMemory<byte> utf8, string name, int maxBytes = DefaultMaxBytes)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (utf8.Length > maxBytes)
        {
            throw new SpecException(name, $"{utf8.Length} bytes are too large (at most {maxBytes})");
        }

        JsonTree tree = new(utf8, name);
        tree.Build();
        return tree;
    }

    /// <summary>
    /// Paths of the members that nobody asked for, in document order; what is below one of them is not listed apart.
    /// </summary>
    public IReadOnlyList<string> UnreadMembers()
    {
        List<string>? unread = null;
        for (int i = 1; i < _count; i++)
        {
            ref readonly JsonNode node = ref _nodes[i];
            if (node is { Read: false, NameLength: >= 0 } && _nodes[node.Parent].Read)
            {
                (unread ??= []).Add(PathOf(i));
            }
        }

        return unread ?? (IReadOnlyList<string>)[];
    }

    internal ref JsonNode Node(int index) => ref _nodes[index];

    internal ReadOnlySpan<byte> ValueOf(in JsonNode node) =>
        (node.ValueResolved ? _resolved.AsSpan() : _text.Span).Slice(node.Start, node.Length);

    internal ReadOnlySpan<byte> NameOf(in JsonNode node) =>
        (node.NameResolved ? _resolved.AsSpan() : _text.Span).Slice(node.NameStart, node.NameLength);

    /// <summary>Where a value stands, as <c>a.b[2]["odd name"]</c>; the document's name for the root.</summary>
    internal string PathOf(int index)
    {
        if (index == 0)
        {
            return _name;
        }

        List<int> chain = [];
        for (int i = index; i > 0; i = _nodes[i].Parent)
        {
            chain.Add(i);
        }

        StringBuilder path = new();
        for (int i = chain.Count - 1; i >= 0; i--)
        {
            ref readonly JsonNode node = ref _nodes[chain[i]];
            if (node.NameLength >= 0)
            {
                JsonPath.AppendMember(path, NameOf(node));
            }
            else
            {
                path.Append('[').Append(PositionOf(chain[i])).Append(']');
            }
        }

        return path.ToString();
    }

    private int PositionOf(int index)
    {
        int position = 0;
        for (int i = _nodes[index].Parent + 1; i != index; i = _nodes[i].Next)
        {
            position++;
        }

        return position;
    }
}
