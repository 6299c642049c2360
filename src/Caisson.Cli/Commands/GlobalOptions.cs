using Caisson.Cli.Arguments;
using Caisson.Cli.Output;

namespace Caisson.Cli.Commands;

/// <summary>The options before the command's name.</summary>
internal static class GlobalOptions
{
    /// <summary>The table.</summary>
    public static OptionTable<GlobalSettings> Table() => new OptionTable<GlobalSettings>()
        .Group("Global options")
        .Value("root", null, "DIR", "Where images and containers are kept (CAISSON_ROOT; /var/lib/caisson)", (s, v) => s.Root = Directory(v))
        .Refused(OptionKind.Value, "run-root", null, "this version keeps everything under --root")
        .Value("log-level", null, "LEVEL", "debug, info, warn, error or fatal (info)", (s, v) => s.LogLevel = Level(v))
        .Value("log-format", null, "FORMAT", "How messages are written: text or json (text)", (s, v) => s.LogFormat = Format(v))
        .Flag("version", 'v', "Print the version and exit", (s, on) => s.VersionRequested = on);

    /// <summary>What the environment says, before the options are read.</summary>
    /// <exception cref="CommandLineException">A variable makes no sense.</exception>
    public static GlobalSettings FromEnvironment(Func<string, string?> variable)
    {
        var settings = new GlobalSettings();
        settings.Root = Read("CAISSON_ROOT") ?? settings.Root;
        return variable("CAISSON_RUN_ROOT") is { Length: > 0 }
            ? throw new CommandLineException("CAISSON_RUN_ROOT: this version keeps everything under --root (CAISSON_ROOT)", UsageError.OptionValue)
            : settings;

        string? Read(string name)
        {
            // Docker and most tools take an empty variable for an unset one.
            string? value = variable(name);
            try
            {
                return string.IsNullOrEmpty(value) ? null : Directory(value);
            }
            catch (FormatException e)
            {
                throw new CommandLineException($"{name}: {e.Message}", UsageError.OptionValue);
            }
        }
    }

    private static string Directory(string path) =>
        path.Length > 0 ? Path.GetFullPath(path) : throw new FormatException("the directory is empty");

    private static LogLevel Level(string text) => text switch
    {
        "debug" => LogLevel.Debug,
        "info" => LogLevel.Info,
        "warn" => LogLevel.Warn,
        "error" => LogLevel.Error,
        "fatal" => LogLevel.Fatal,
        _ => throw new FormatException($"'{text}' is not a level: use debug, info, warn, error or fatal"),
    };

    private static LogFormat Format(string text) => text switch
    {
        "text" => LogFormat.Text,
        "json" => LogFormat.Json,
        _ => throw new FormatException($"'{text}' is not a format: use text or json"),
    };
}
