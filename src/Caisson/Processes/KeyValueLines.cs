namespace Caisson.Processes;

/// <summary>The lines of an <c>--env-file</c> or a <c>--label-file</c> that say something, for <c>foreach</c>.</summary>
internal ref struct KeyValueLines
{
    private readonly string _file;
    private ReadOnlySpan<char> _rest;
    private int _number;
    private bool _isAtEnd;

    internal KeyValueLines(string text, string file)
    {
        _file = file;
        _rest = text.StartsWith('\ufeff') ? text.AsSpan(1) : text;
    }

    public KeyValueLine Current { get; private set; }

    public readonly KeyValueLines GetEnumerator() => this;

    public bool MoveNext()
    {
        while (!_isAtEnd)
        {
            ReadOnlySpan<char> line = Next().TrimStart(" \t");
            if (line.IsEmpty || line[0] == '#')
                continue;
            int equals = line.IndexOf('=');
            ReadOnlySpan<char> key = equals < 0 ? line : line[..equals];
            if (key.IsEmpty)
                throw Invalid("no name before '='");
            if (key.IndexOfAny(" \t") >= 0)
                throw Invalid($"the name {Quoted.Text(key)} has a space");
            if (line.Contains('\0'))
                throw Invalid("a zero character is not allowed");
            Current = new KeyValueLine(key.ToString(), equals < 0 ? null : line[(equals + 1)..].ToString());
            return true;
        }

        return false;
    }

    private ReadOnlySpan<char> Next()
    {
        _number++;
        int end = _rest.IndexOf('\n');
        ReadOnlySpan<char> line = end < 0 ? _rest : _rest[..end];
        _isAtEnd = end < 0;
        _rest = end < 0 ? default : _rest[(end + 1)..];
        return line.EndsWith("\r", StringComparison.Ordinal) ? line[..^1] : line;
    }

    private readonly UsageException Invalid(string why) => new($"{_file}: line {_number}: {why}");
}
