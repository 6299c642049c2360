namespace Caisson.Cli.Arguments;

/// <summary>
/// Reads a command's options and arguments by Docker's rules: <c>--name=value</c> and <c>--name value</c>, <c>--flag=false</c>,
/// clusters of letters (<c>-it</c>), values that touch their letter (<c>-p80:80</c>, <c>-e=A=b</c>), <c>--</c> before the first argument. Options and
/// arguments may mix, except where the arguments carry a command of their own: there everything from the first argument on
/// is passed through as it is.
/// </summary>
internal static class ArgumentParser
{
    private const string HelpName = "help";

    /// <summary>Applies the options to the request, in the order given.</summary>
    /// <param name="options">The command's table.</param>
    /// <param name="request">What the options fill.</param>
    /// <param name="input">What follows the command's name.</param>
    /// <param name="stopAtFirstArgument">True where the arguments carry a command of their own (run, exec).</param>
    /// <exception cref="CommandLineException">An option is unknown, refused, lacks its value, or its value makes no sense.</exception>
    public static ParsedArguments Parse<TRequest>(
        OptionTable<TRequest> options, TRequest request, ReadOnlySpan<string> input, bool stopAtFirstArgument)
    {
        var arguments = new List<string>();
        int index = 0;
        while (index < input.Length)
        {
            string word = input[index++];
            if (word.Length < 2 || word[0] != '-')
            {
                arguments.Add(word);
                if (stopAtFirstArgument)
                {
                    break;
                }
            }
            else if (word is "--")
            {
                break;
            }
            else if (word[1] == '-' ? Long(options, request, word, input, ref index) : Cluster(options, request, word, input, ref index))
            {
                return new ParsedArguments(arguments, HelpRequested: true);
            }
        }

        arguments.AddRange(input[index..]);
        return new ParsedArguments(arguments, HelpRequested: false);
    }

    // Returns true when help is asked for, which ends the parsing.
    private static bool Long<TRequest>(
        OptionTable<TRequest> options, TRequest request, string word, ReadOnlySpan<string> input, ref int index)
    {
        int equals = word.IndexOf('=');
        ReadOnlySpan<char> name = equals < 0 ? word.AsSpan(2) : word.AsSpan(2, equals - 2);
        if (options.Find(name) is not { } option)
        {
            return name is HelpName ? equals < 0 || Truth(word[(equals + 1)..]) : throw Unknown(options, name);
        }

        string value;
        if (equals >= 0)
        {
            value = word[(equals + 1)..];
        }
        else if (option.Kind == OptionKind.Flag)
        {
            value = "true";
        }
        else
        {
            value = index < input.Length ? input[index++] : throw new CommandLineException($"--{name} needs a value");
        }

        Apply(option, request, value);
        return false;
    }

    private static bool Cluster<TRequest>(
        OptionTable<TRequest> options, TRequest request, string word, ReadOnlySpan<string> input, ref int index)
    {
        for (int at = 1; at < word.Length; at++)
        {
            if (options.Find(word[at]) is not { } option)
            {
                return word is "-h" ? true : throw new CommandLineException(
                    word.Length == 2 ? $"unknown flag {word}" : $"unknown flag -{word[at]} in {word}");
            }

            bool hasEquals = word.Length > at + 2 && word[at + 1] == '=';
            if (option.Kind == OptionKind.Flag && !hasEquals)
            {
                Apply(option, request, "true");
                continue;
            }

            string value;
            if (hasEquals)
            {
                value = word[(at + 2)..];
            }
            else if (word.Length > at + 1)
            {
                value = word[(at + 1)..];
            }
            else
            {
                value = index < input.Length ? input[index++] : throw new CommandLineException($"{option.Spelling} needs a value");
            }

            Apply(option, request, value);
            break;
        }

        return false;
    }

    private static CommandLineException Unknown<TRequest>(OptionTable<TRequest> options, ReadOnlySpan<char> name)
    {
        string? nearest = Suggestion.Nearest(name.ToString(), options.Select(option => option.Name));
        return new CommandLineException($"unknown flag --{name}{(nearest is null ? "" : $", did you mean --{nearest}?")}");
    }

    private static bool Truth(string text)
    {
        try
        {
            return BooleanText.Parse(text);
        }
        catch (FormatException e)
        {
            throw new CommandLineException($"--{HelpName}: {e.Message}", UsageError.OptionValue);
        }
    }

    private static void Apply<TRequest>(Option<TRequest> option, TRequest request, string value)
    {
        try
        {
            if (option.Refusal is { } refusal)
            {
                // "--flag=f" and "--flag=0" are as good as "--flag=false".
                string asked = option.Kind != OptionKind.Flag ? value : BooleanText.Parse(value) ? "true" : "false";
                if (!refusal.Accepted.AsSpan().Contains(asked))
                {
                    throw new CommandLineException($"--{option.Name}{(refusal.Accepted.Length > 0 && option.Kind == OptionKind.Value ? $" \"{Output.Printable.Escape(value)}\"" : "")}: {refusal.Reason}", UsageError.OptionValue);
                }
            }

            option.Apply(request, value);
        }
        catch (Exception e) when (e is FormatException or UsageException)
        {
            throw new CommandLineException($"--{option.Name}: {e.Message}", UsageError.OptionValue);
        }
    }
}
