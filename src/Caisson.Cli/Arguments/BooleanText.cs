namespace Caisson.Cli.Arguments;

/// <summary>The spellings of true and false that Docker's flags accept.</summary>
internal static class BooleanText
{
    /// <summary>Reads a boolean.</summary>
    /// <exception cref="FormatException">It is none of the accepted words.</exception>
    public static bool Parse(string text) => text switch
    {
        "true" or "True" or "TRUE" or "t" or "T" or "1" => true,
        "false" or "False" or "FALSE" or "f" or "F" or "0" => false,
        _ => throw new FormatException($"'{text}' is neither true nor false"),
    };
}
