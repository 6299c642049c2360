namespace Caisson.Bench;

/// <summary>What bench/run was asked for. <see cref="Bin"/> holds the built executables, <see cref="Work"/> is ours to fill.</summary>
internal sealed record Settings(string Bin, string Work, bool Json, bool Quick, IReadOnlySet<string> Only)
{
    private static readonly string[] Parts = ["bare", "engine", "exec", "memory", "executables"];

    /// <exception cref="ArgumentException">An argument is unknown or incomplete; the message names it.</exception>
    public static Settings Parse(IReadOnlyList<string> arguments)
    {
        string? bin = null, work = null;
        bool json = false, quick = false;
        HashSet<string> only = new(StringComparer.Ordinal);
        for (int i = 0; i < arguments.Count; i++)
        {
            string option = arguments[i];
            switch (option)
            {
                case "--json": json = true; break;
                case "--quick": quick = true; break;
                case "--bin": bin = Value(); break;
                case "--work": work = Value(); break;
                case "--only":
                    string part = Value();
                    only.Add(Parts.Contains(part, StringComparer.Ordinal) ? part : throw new ArgumentException($"unknown part '{part}'; there are {string.Join(", ", Parts)}", nameof(arguments)));
                    break;
                default: throw new ArgumentException($"unknown argument '{option}'", nameof(arguments));
            }

            string Value() => ++i < arguments.Count ? arguments[i] : throw new ArgumentException($"{option} needs a value", nameof(arguments));
        }
        if (bin is null || work is null)
        {
            throw new ArgumentException("--bin and --work are needed; run bench/run", nameof(arguments));
        }
        return new Settings(bin, work, json, quick, only);
    }
}
