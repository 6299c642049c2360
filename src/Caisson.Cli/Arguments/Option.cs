namespace Caisson.Cli.Arguments;

/// <summary>One row of a command's option table: the words, not the effect. Help, documentation and the parser read it.</summary>
internal abstract class Option
{
    /// <summary>The long name, without dashes.</summary>
    public required string Name { get; init; }

    /// <summary>The one-letter form, or null.</summary>
    public char? Letter { get; init; }

    /// <summary>What it takes.</summary>
    public required OptionKind Kind { get; init; }

    /// <summary>The heading that help puts it under.</summary>
    public required string Group { get; init; }

    /// <summary>How help names the value; empty for a flag.</summary>
    public string ValueName { get; init; } = "";

    /// <summary>One line of help.</summary>
    public required string Help { get; init; }

    /// <summary>Set when the option is known and refused.</summary>
    public Refusal? Refusal { get; init; }

    /// <summary>How messages and help write it: <c>-m, --memory</c>.</summary>
    public string Spelling => Letter is { } letter ? $"-{letter}, --{Name}" : $"--{Name}";
}
