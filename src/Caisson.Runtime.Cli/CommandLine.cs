using Caisson.Linux.Files;
using Caisson.Runtime.Lifecycle;

namespace Caisson.Runtime.Cli;

/// <summary>The command line of caisson-runtime.</summary>
internal static class CommandLine
{
    private const string DefaultStateDirectory = "/run/caisson-runtime";

    private const string Usage = """
        usage: caisson-runtime [--root DIR] run [--bundle DIR] ID
               caisson-runtime --version

        Runs the OCI bundle in DIR (the current directory by default) in the foreground.

        """;

    internal static int Run(string[] args)
    {
        string root = DefaultStateDirectory;
        int next = 0;
        for (; next < args.Length && args[next].StartsWith('-'); next++)
        {
            switch (args[next])
            {
                case "--version" or "-v":
                    StandardStream.Output.WriteText($"caisson-runtime version {ProductVersion.Text}\nspec: 1.2.0\n");
                    return 0;
                case "--help" or "-h":
                    StandardStream.Output.WriteText(Usage);
                    return 0;
                case "--root":
                    root = Value(args, ref next);
                    break;
                default:
                    throw new ArgumentException($"unknown option {args[next]}");
            }
        }

        return next == args.Length
            ? throw new ArgumentException("no command; see caisson-runtime --help")
            : args[next] == "run"
            ? RunBundle(args[(next + 1)..], root)
            : throw new ArgumentException($"unknown command {args[next]}");
    }

    private static int RunBundle(string[] args, string root)
    {
        string bundle = ".";
        string? id = null;
        for (int i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--bundle" or "-b":
                    bundle = Value(args, ref i);
                    break;
                case ['-', ..]:
                    throw new ArgumentException($"run: unknown option {args[i]}");
                default:
                    id = id is null ? args[i] : throw new ArgumentException($"run: unexpected argument {args[i]}");
                    break;
            }
        }

        return ForegroundRun.Run(Bundle.Open(bundle), id ?? throw new ArgumentException("run: a container id is required"), root);
    }

    private static string Value(string[] args, ref int index) =>
        ++index < args.Length ? args[index] : throw new ArgumentException($"{args[index - 1]} needs a value");
}
