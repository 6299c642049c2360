using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;

namespace Caisson.Oci.Json;

/// <summary>Parsing: one pass of the framework's tokenizer into the array of nodes.</summary>
public sealed partial class JsonTree
{
    /// <summary>Up to this many members, comparing each name with each is cheaper than sorting.</summary>
    private const int FewMembers = 24;

    private void Build()
    {
        if (!Utf8.IsValid(_text.Span))
        {
            throw new SpecException(_name, "it is not valid UTF-8");
        }

        int container = -1;
        try
        {
            // One level beyond the bound, so that the message about it is ours and names the place.
            Utf8JsonReader reader = new(_text.Span, new JsonReaderOptions { MaxDepth = MaxDepth + 1 });
            Walk(ref reader, ref container);
        }
        catch (JsonException e)
        {
            string where = container > 0 ? PathOf(container) : _name;
            throw new SpecException(where, $"not valid JSON at line {e.LineNumber + 1}, column {e.BytePositionInLine + 1}");
        }
    }

    /// <param name="reader">Stands before the first token.</param>
    /// <param name="container">The innermost open container, also when the tokenizer throws.</param>
    private void Walk(ref Utf8JsonReader reader, ref int container)
    {
        // The last child that each open container has so far, by depth.
        Span<int> last = stackalloc int[MaxDepth + 1];
        JsonNode name = new() { NameLength = -1 };
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    SetName(ref name, ref reader, container);
                    continue;
                case JsonTokenType.EndObject:
                    RefuseDuplicates(container);
                    container = _nodes[container].Parent;
                    continue;
                case JsonTokenType.EndArray:
                    container = _nodes[container].Parent;
                    continue;
                default:
                    break;
            }

            int index = Add(name, container, container < 0 ? 0 : last[reader.CurrentDepth]);
            if (container >= 0)
            {
                last[reader.CurrentDepth] = index;
            }

            name.NameLength = -1;
            SetValue(index, ref reader);
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                if (reader.CurrentDepth >= MaxDepth)
                {
                    throw new SpecException(PathOf(index), $"nested deeper than {MaxDepth} levels");
                }

                last[reader.CurrentDepth + 1] = 0;
                container = index;
            }
        }
    }

    private int Add(in JsonNode name, int parent, int previous)
    {
        if (_count == _nodes.Length)
        {
            Array.Resize(ref _nodes, _nodes.Length * 2);
        }

        int index = _count++;
        ref JsonNode node = ref _nodes[index];
        node = name;
        node.Parent = parent;
        if (parent >= 0)
        {
            _nodes[parent].Length++;
            if (previous > 0)
            {
                _nodes[previous].Next = index;
            }
        }

        return index;
    }

    private void SetName(ref JsonNode name, ref Utf8JsonReader reader, int container)
    {
        name.NameResolved = reader.ValueIsEscaped;
        if (reader.ValueIsEscaped)
        {
            (name.NameStart, name.NameLength) = Resolve(ref reader, container);
        }
        else
        {
            name.NameStart = (int)reader.TokenStartIndex + 1;
            name.NameLength = reader.ValueSpan.Length;
        }
    }

    private void SetValue(int index, ref Utf8JsonReader reader)
    {
        ref JsonNode node = ref _nodes[index];
        node.Kind = reader.TokenType switch
        {
            JsonTokenType.StartObject => JsonKind.Object,
            JsonTokenType.StartArray => JsonKind.Array,
            JsonTokenType.String => JsonKind.String,
            JsonTokenType.Number => JsonKind.Number,
            JsonTokenType.True or JsonTokenType.False => JsonKind.Boolean,
            _ => JsonKind.Null,
        };
        if (node.Kind == JsonKind.String && reader.ValueIsEscaped)
        {
            node.ValueResolved = true;
            (node.Start, node.Length) = Resolve(ref reader, index);
        }
        else if (node.Kind is not (JsonKind.Object or JsonKind.Array))
        {
            node.Start = (int)reader.TokenStartIndex + (node.Kind == JsonKind.String ? 1 : 0);
            node.Length = reader.ValueSpan.Length;
        }
    }

    /// <summary>Resolves escapes into the second buffer, which never needs more room than the document has.</summary>
    private (int Start, int Length) Resolve(ref Utf8JsonReader reader, int place)
    {
        if (_resolved.Length == 0)
        {
            _resolved = new byte[_text.Length];
        }

        int start = _resolvedLength;
        int length;
        try
        {
            length = reader.CopyString(_resolved.AsSpan(start));
        }
        catch (InvalidOperationException)
        {
            throw new SpecException(PathOf(Math.Max(place, 0)), "an escape is half of a surrogate pair");
        }

        // None of these formats has a use for NUL, and the kernel would cut the text there.
        if (_resolved.AsSpan(start, length).Contains((byte)0))
        {
            throw new SpecException(PathOf(Math.Max(place, 0)), "text cannot contain a NUL character");
        }

        _resolvedLength += length;
        return (start, length);
    }

    private void RefuseDuplicates(int container)
    {
        int count = _nodes[container].Length;
        if (count > FewMembers)
        {
            RefuseDuplicatesBySorting(container, count);
            return;
        }

        for (int a = container + 1; count > 1; a = _nodes[a].Next, count--)
        {
            ReadOnlySpan<byte> name = NameOf(_nodes[a]);
            for (int b = _nodes[a].Next; b > 0; b = _nodes[b].Next)
            {
                if (_nodes[b].NameLength == name.Length && NameOf(_nodes[b]).SequenceEqual(name))
                {
                    throw new SpecException(PathOf(b), "stands there twice");
                }
            }
        }
    }

    private void RefuseDuplicatesBySorting(int container, int count)
    {
        int[] members = ArrayPool<int>.Shared.Rent(count);
        try
        {
            Span<int> sorted = members.AsSpan(0, count);
            int child = container + 1;
            for (int i = 0; i < count; i++, child = _nodes[child].Next)
            {
                sorted[i] = child;
            }

            sorted.Sort((a, b) => NameOf(_nodes[a]).SequenceCompareTo(NameOf(_nodes[b])));
            for (int i = 1; i < count; i++)
            {
                if (NameOf(_nodes[sorted[i - 1]]).SequenceEqual(NameOf(_nodes[sorted[i]])))
                {
                    throw new SpecException(PathOf(sorted[i]), "stands there twice");
                }
            }
        }
        finally
        {
            ArrayPool<int>.Shared.Return(members);
        }
    }
}
