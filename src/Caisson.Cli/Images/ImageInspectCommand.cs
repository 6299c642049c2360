using Caisson.Cli.Arguments;
using Caisson.Cli.Commands;
using Caisson.Cli.Output;
using Caisson.Images;

namespace Caisson.Cli.Images;

/// <summary><c>caisson image inspect IMAGE...</c>.</summary>
internal static class ImageInspectCommand
{
    private const string Name = "image inspect";

    /// <summary>The command.</summary>
    public static Command Create() => new Command<ImageInspectRequest>
    {
        Name = Name,
        Usage = "[OPTIONS] IMAGE [IMAGE...]",
        Summary = "Show everything about images, as JSON",
        MinimumArguments = 1,
        Options = new OptionTable<ImageInspectRequest>()
            .Value("format", 'f', "FORMAT", "json, or a template as '{{.Id}}'", (r, v) => r.Format = v)
            .Refused(OptionKind.Value, "platform", null, "images are for one platform here", "linux/amd64", "linux"),
        Execute = Execute,
    };

    private static int Execute(ImageInspectRequest request, IReadOnlyList<string> arguments, CommandContext context)
    {
        using Engine engine = context.OpenEngine();
        var inspection = new Inspection();
        int exitCode = EachName.Do(Name, arguments, context, name =>
        {
            StoredImage image = engine.Images.Find(name) ?? throw new ImageException($"no such image: {name}");
            inspection.Add(json => ImageDocument.Write(json, image));
        });
        inspection.Print(context.Output, request.Format);
        return exitCode;
    }
}
