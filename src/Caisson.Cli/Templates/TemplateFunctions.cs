using System.Text.Json;

namespace Caisson.Cli.Templates;

/// <summary>The functions of Go's template language and of Docker's formatter that are supported.</summary>
internal static class TemplateFunctions
{
    /// <summary>Calls a function.</summary>
    /// <exception cref="TemplateException">There is no such function, or the arguments do not fit it.</exception>
    public static object? Call(string name, List<object?> arguments) => name switch
    {
        "json" => TemplateValue.ToJson(One(name, arguments)),
        "len" => Length(One(name, arguments)),
        "upper" => Text(name, One(name, arguments)).ToUpperInvariant(),
        "lower" => Text(name, One(name, arguments)).ToLowerInvariant(),
        "title" => Title(Text(name, One(name, arguments))),
        "println" => string.Join(' ', arguments.Select(TemplateValue.Print)) + "\n",
        "not" => !TemplateValue.IsTrue(One(name, arguments)),
        "and" => FirstOrLast(name, arguments, isTrue: false),
        "or" => FirstOrLast(name, arguments, isTrue: true),
        "eq" => Equal(name, arguments),
        "ne" => !(bool)Equal(name, Two(name, arguments)),
        "lt" => Compare(name, arguments) < 0,
        "le" => Compare(name, arguments) <= 0,
        "gt" => Compare(name, arguments) > 0,
        "ge" => Compare(name, arguments) >= 0,
        "join" => string.Join(Text(name, Two(name, arguments)[1]), TemplateValue.Items(arguments[0]).Select(item => TemplateValue.Print(item.Value))),
        "split" => Text(name, Two(name, arguments)[0]).Split(Text(name, arguments[1])),
        "index" => Index(arguments),
        _ => throw new TemplateException($"template: unknown function {name}"),
    };

    /// <summary>Whether a function exists, so that a typing error is found before anything is printed.</summary>
    public static bool Exists(string name) => name is
        "json" or "len" or "upper" or "lower" or "title" or "println" or "not" or "and" or "or" or "eq" or "ne" or
        "lt" or "le" or "gt" or "ge" or "join" or "split" or "index";

    private static object? One(string name, List<object?> arguments) =>
        arguments.Count == 1 ? arguments[0] : throw WrongCount(name, "one argument", arguments);

    private static List<object?> Two(string name, List<object?> arguments) =>
        arguments.Count == 2 ? arguments : throw WrongCount(name, "two arguments", arguments);

    // "and" gives the first argument that is false, "or" the first that is true, both the last when there is none.
    private static object? FirstOrLast(string name, List<object?> arguments, bool isTrue)
    {
        int found = arguments.FindIndex(value => TemplateValue.IsTrue(value) == isTrue);
        return arguments.Count == 0 ? throw WrongCount(name, "arguments", arguments) : arguments[found < 0 ? ^1 : found];
    }

    private static TemplateException WrongCount(string name, string wanted, List<object?> arguments) =>
        new($"template: {name} takes {wanted}, not {arguments.Count}");

    private static string Text(string name, object? value) =>
        TemplateValue.Plain(value) as string ?? throw new TemplateException($"template: {name} takes text, not {TemplateValue.Print(value)}");

    private static string Title(string text) =>
        text.Length == 0 ? text : string.Concat(text[..1].ToUpperInvariant(), text[1..]);

    private static long Length(object? value) => TemplateValue.Plain(value) switch
    {
        // Go counts the bytes of a string.
        string text => System.Text.Encoding.UTF8.GetByteCount(text),
        IReadOnlyList<string> list => list.Count,
        JsonElement { ValueKind: JsonValueKind.Array } array => array.GetArrayLength(),
        JsonElement { ValueKind: JsonValueKind.Object } map => map.GetPropertyCount(),
        var other => throw new TemplateException($"template: {TemplateValue.Print(other)} has no length"),
    };

    // Go's eq is true when the first argument equals any of the others.
    private static object Equal(string name, List<object?> arguments) =>
        arguments.Count >= 2
            ? arguments.Skip(1).Any(other => Equals(TemplateValue.Plain(arguments[0]), TemplateValue.Plain(other)))
            : throw WrongCount(name, "two arguments or more", arguments);

    private static int Compare(string name, List<object?> arguments)
    {
        Two(name, arguments);
        return (TemplateValue.Plain(arguments[0]), TemplateValue.Plain(arguments[1])) switch
        {
            (long a, long b) => a.CompareTo(b),
            (string a, string b) => string.CompareOrdinal(a, b),
            _ => throw new TemplateException($"template: {name} compares two numbers or two texts"),
        };
    }

    private static object? Index(List<object?> arguments)
    {
        object? value = arguments.Count > 0 ? arguments[0] : throw WrongCount("index", "arguments", arguments);
        foreach (object? key in arguments.Skip(1))
        {
            value = (TemplateValue.Plain(value), TemplateValue.Plain(key)) switch
            {
                (JsonElement { ValueKind: JsonValueKind.Array } array, long at) when at >= 0 && at < array.GetArrayLength() => array[(int)at],
                (IReadOnlyList<string> list, long at) when at >= 0 && at < list.Count => list[(int)at],
                // As in Go, a key that a map does not have gives its zero value.
                (JsonElement { ValueKind: JsonValueKind.Object } map, string name) =>
                    map.TryGetProperty(name, out JsonElement field) ? field : "",
                (_, var other) => throw new TemplateException(
                    $"template: index {TemplateValue.Print(other)} does not fit {TemplateValue.Print(value)}"),
            };
        }

        return value;
    }
}
