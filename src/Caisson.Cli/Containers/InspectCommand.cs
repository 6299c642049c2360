using Caisson.Cli.Arguments;
using Caisson.Cli.Commands;
using Caisson.Cli.Images;
using Caisson.Cli.Output;
using Caisson.Images;

namespace Caisson.Cli.Containers;

/// <summary><c>caisson inspect NAME...</c>: containers, then images.</summary>
internal static class InspectCommand
{
    private const string ContainerType = "container";
    private const string ImageType = "image";

    /// <summary>The command for containers and images.</summary>
    public static Command Create() => Create("inspect", "Show everything about containers and images, as JSON", Table()
        .Value("type", null, "TYPE", "container or image (either)", (r, v) => r.Type = v is ContainerType or ImageType or ""
            ? v.Length == 0 ? null : v
            : throw new FormatException($"'{v}' is neither container nor image")));

    /// <summary>The command for containers alone.</summary>
    public static Command CreateForContainers() => Create("container inspect", "Show everything about containers, as JSON", Table(), ContainerType);

    private static OptionTable<InspectRequest> Table() => new OptionTable<InspectRequest>()
        .Value("format", 'f', "FORMAT", "json, or a template as '{{.State.Status}}'", (r, v) => r.Format = v)
        .Refused(OptionKind.Flag, "size", 's', "sizes of containers are not available in this version; look with 'du'");

    private static Command<InspectRequest> Create(string name, string summary, OptionTable<InspectRequest> options, string? type = null) => new()
    {
        Name = name,
        Usage = "[OPTIONS] NAME [NAME...]",
        Summary = summary,
        MinimumArguments = 1,
        Options = options,
        Execute = (request, arguments, context) => Execute(name, request, type ?? request.Type, arguments, context),
    };

    private static int Execute(string command, InspectRequest request, string? type, IReadOnlyList<string> arguments, CommandContext context)
    {
        using Engine engine = context.OpenEngine();
        var inspection = new Inspection();
        int exitCode = EachName.Do(command, arguments, context, name => Add(inspection, engine, type, name));
        inspection.Print(context.Output, request.Format);
        return exitCode;
    }

    private static void Add(Inspection inspection, Engine engine, string? type, string name)
    {
        EngineException? noContainer = null;
        if (type is null or ContainerType)
        {
            try
            {
                var container = engine.Find(name);
                inspection.Add(json => ContainerDocument.Write(json, container));
                return;
            }
            catch (EngineException e) when (type is null)
            {
                noContainer = e;
            }
        }

        StoredImage image = engine.Images.Find(name)
            ?? throw (noContainer is null ? new ImageException($"no such image: {name}") : new UsageException($"{noContainer.Message}, and no such image", noContainer));
        inspection.Add(json => ImageDocument.Write(json, image));
    }
}
