namespace Caisson.Mounts;

/// <summary>The keys and values of one <c>--mount</c>, taken one by one, so that what is left over can be refused by name.</summary>
internal sealed class MountFields
{
    private readonly List<(string Key, string? Value)> _fields = [];
    private readonly string _text;

    internal MountFields(string text)
    {
        _text = text;
        List<string> fields = CsvRecord.Parse(text) ?? throw Invalid("a quote is not closed or stands inside a field");
        foreach (string field in fields)
        {
            int equals = field.IndexOf('=');
            string key = Canonical(equals < 0 ? field : field[..equals]);
            if (key.Length == 0)
                throw Invalid("a field has no key");
            if (Find(key) >= 0)
                throw Invalid($"{key} is given twice");
            _fields.Add((key, equals < 0 ? null : field[(equals + 1)..]));
        }
    }

    /// <summary>An exception that quotes the whole value.</summary>
    internal UsageException Invalid(string why) => new($"invalid mount {Quoted.Text(_text)}: {why}");

    /// <summary>Takes a value that may not be missing or empty; null when the key is not there.</summary>
    internal string? Take(string key)
    {
        int index = Find(key);
        if (index < 0)
            return null;
        string? value = _fields[index].Value;
        _fields.RemoveAt(index);
        return string.IsNullOrEmpty(value) ? throw Invalid($"{key} needs a value") : value;
    }

    /// <summary>Takes a switch: the key alone is true; its value may be true, false, 1 or 0.</summary>
    internal bool TakeSwitch(string key)
    {
        int index = Find(key);
        if (index < 0)
            return false;
        string? value = _fields[index].Value;
        _fields.RemoveAt(index);
        return value switch
        {
            null or "true" or "1" => true,
            "false" or "0" => false,
            _ => throw Invalid($"{key} is true or false"),
        };
    }

    /// <summary>Refuses what nobody took.</summary>
    internal void RequireEmpty(string type)
    {
        if (_fields.Count == 0)
            return;
        string key = _fields[0].Key;
        throw Invalid(key switch
        {
            "volume-opt" or "volume-driver" or "volume-label" => $"{key} is not supported, create the volume first",
            "consistency" => "consistency has no effect on linux, leave it out",
            _ when IsKnown(key) => $"{key} does not go with type={type}",
            _ => $"unknown key {Quoted.Text(key)}",
        });
    }

    private static string Canonical(string key) => key.ToLowerInvariant() switch
    {
        "src" => "source",
        "dst" or "destination" => "target",
        "ro" => "readonly",
        var other => other,
    };

    private static bool IsKnown(string key) => key is "source" or "bind-propagation" or "bind-recursive" or "bind-nonrecursive" or "volume-subpath"
        or "volume-nocopy" or "tmpfs-size" or "tmpfs-mode" or "idmap";

    private int Find(string key) => _fields.FindIndex(field => string.Equals(field.Key, key, StringComparison.Ordinal));
}
