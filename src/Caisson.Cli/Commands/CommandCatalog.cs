using Caisson.Cli.Containers;
using Caisson.Cli.Host;
using Caisson.Cli.Images;

namespace Caisson.Cli.Commands;

/// <summary>Every command there is. A command's table is built only when it is asked for.</summary>
internal static class CommandCatalog
{
    private const string ContainerPrefix = "container ";

    /// <summary>The commands under the headings of <c>caisson --help</c>, by their shortest names.</summary>
    public static IReadOnlyList<(string Title, string[] Names)> Groups =>
    [
        ("Containers", ["run", "exec", "ps", "inspect", "logs", "kill", "rm"]),
        ("Images", ["images", "import", "tag", "rmi", "image inspect"]),
        ("This program", ["version", "help"]),
    ];

    /// <summary>Commands that people look for and that this version does not have: refused by name rather than unknown.</summary>
    public static IReadOnlyList<string> Planned =>
    [
        "attach", "build", "commit", "completion", "cp", "create", "diff", "events", "export", "history", "load", "login", "logout", "pause",
        "port", "prune", "pull", "push", "rename", "restart", "save", "search", "start", "stats", "stop", "top", "unpause", "update", "wait",
        "image build", "image history", "image load", "image prune", "image pull", "image push", "image save",
        "network connect", "network create", "network disconnect", "network inspect", "network ls", "network prune", "network rm",
        "volume create", "volume inspect", "volume ls", "volume prune", "volume rm",
        "system df", "system info", "system prune", "system repair",
    ];

    /// <summary>The command of that name, or null.</summary>
    /// <param name="name">One word, or a noun and a verb with one space between.</param>
    public static Command? Find(string name) => name switch
    {
        "run" or "container run" => RunCommand.Create(),
        "exec" or "container exec" => ExecCommand.Create(),
        "ps" or "container ls" or "container list" or "container ps" => PsCommand.Create(),
        "inspect" => InspectCommand.Create(),
        "container inspect" => InspectCommand.CreateForContainers(),
        "logs" or "container logs" => LogsCommand.Create(),
        "kill" or "container kill" => KillCommand.Create(),
        "rm" or "container rm" or "container remove" => RemoveCommand.Create(),
        "images" or "image ls" or "image list" => ImagesCommand.Create(),
        "import" or "image import" => ImportCommand.Create(),
        "tag" or "image tag" => TagCommand.Create(),
        "rmi" or "image rm" or "image remove" => RemoveImageCommand.Create(),
        "image inspect" => ImageInspectCommand.Create(),
        "version" => VersionCommand.Create(),
        "help" => HelpCommand.Create(),
        _ => null,
    };

    /// <summary>Whether a word is a noun that commands stand under.</summary>
    public static bool IsNoun(string word) => word is "container" or "image" or "network" or "volume" or "system";

    /// <summary>The verbs under a noun, without aliases.</summary>
    public static IReadOnlyList<string> Verbs(string noun) => noun switch
    {
        "container" => ["run", "exec", "ls", "inspect", "logs", "kill", "rm"],
        "image" => ["ls", "import", "tag", "rm", "inspect"],
        _ => [],
    };

    /// <summary>Every name that finds a command, but for aliases.</summary>
    public static IEnumerable<string> Names =>
        Groups.SelectMany(group => group.Names).Concat(((string[])["container", "image"]).SelectMany(noun => Verbs(noun).Select(verb => $"{noun} {verb}")));

    /// <summary>Whether a command is known and not there yet; <c>container start</c> is as <c>start</c>.</summary>
    public static bool IsPlanned(string name) => Planned.Contains(name, StringComparer.Ordinal)
        || (name.StartsWith(ContainerPrefix, StringComparison.Ordinal) && Planned.Contains(name[ContainerPrefix.Length..], StringComparer.Ordinal));
}
