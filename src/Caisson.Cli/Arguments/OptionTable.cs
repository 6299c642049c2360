using System.Collections;

namespace Caisson.Cli.Arguments;

/// <summary>
/// Builds a command's options. An option is declared together with its effect or its refusal, so that there can be no
/// option that parses and does nothing. Built when its command runs, never at start-up.
/// </summary>
internal sealed class OptionTable<TRequest> : IEnumerable<Option<TRequest>>
{
    private readonly List<Option<TRequest>> _options = [];
    private string _group = "Options";

    /// <summary>The option of that long name, or null.</summary>
    public Option<TRequest>? Find(ReadOnlySpan<char> name)
    {
        foreach (Option<TRequest> option in _options)
        {
            if (name.SequenceEqual(option.Name))
            {
                return option;
            }
        }

        return null;
    }

    /// <summary>The option of that letter, or null.</summary>
    public Option<TRequest>? Find(char letter)
    {
        foreach (Option<TRequest> option in _options)
        {
            if (option.Letter == letter)
            {
                return option;
            }
        }

        return null;
    }

    /// <summary>Starts a heading for the options that follow.</summary>
    public OptionTable<TRequest> Group(string title)
    {
        _group = title;
        return this;
    }

    /// <summary>Adds an on-off option.</summary>
    public OptionTable<TRequest> Flag(string name, char? letter, string help, Action<TRequest, bool> apply) =>
        Add(OptionKind.Flag, name, letter, "", help, (request, value) => apply(request, BooleanText.Parse(value)));

    /// <summary>Adds an option with a value, of which the last one given counts.</summary>
    public OptionTable<TRequest> Value(string name, char? letter, string valueName, string help, Action<TRequest, string> apply) =>
        Add(OptionKind.Value, name, letter, valueName, help, apply);

    /// <summary>Adds an option that may be given several times.</summary>
    public OptionTable<TRequest> List(string name, char? letter, string valueName, string help, Action<TRequest, string> apply) =>
        Add(OptionKind.List, name, letter, valueName, help, apply);

    /// <summary>Adds an option that is known and not supported.</summary>
    /// <param name="kind">What it would take, so that its value is not mistaken for the next argument.</param>
    /// <param name="name">The long name.</param>
    /// <param name="letter">The one-letter form, or null.</param>
    /// <param name="reason">Why, and what instead.</param>
    /// <param name="accepted">Values that are accepted because they ask for what happens anyway; for a flag, by default <c>false</c>.</param>
    public OptionTable<TRequest> Refused(OptionKind kind, string name, char? letter, string reason, params string[] accepted)
    {
        _options.Add(new Option<TRequest>
        {
            Name = name,
            Letter = letter,
            Kind = kind,
            Group = _group,
            Help = accepted.Length == 0 ? $"Not supported: {reason}" : $"Only {string.Join(" or ", accepted.Where(word => word.Length > 0))}: {reason}",
            Refusal = new Refusal(reason, kind == OptionKind.Flag && accepted.Length == 0 ? ["false"] : accepted),
            Apply = static (_, _) => { },
        });
        return this;
    }

    /// <inheritdoc/>
    public IEnumerator<Option<TRequest>> GetEnumerator() => _options.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private OptionTable<TRequest> Add(
        OptionKind kind, string name, char? letter, string valueName, string help, Action<TRequest, string> apply)
    {
        _options.Add(new Option<TRequest>
        {
            Name = name,
            Letter = letter,
            Kind = kind,
            Group = _group,
            ValueName = valueName,
            Help = help,
            Apply = apply,
        });
        return this;
    }
}
