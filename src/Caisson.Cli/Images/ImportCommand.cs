using Caisson.Cli.Arguments;
using Caisson.Cli.Commands;
using Caisson.Images;
using Caisson.Oci.Images;

namespace Caisson.Cli.Images;

/// <summary><c>caisson import SOURCE [NAME]</c>.</summary>
internal static class ImportCommand
{
    private const string Name = "import";

    /// <summary>The command.</summary>
    public static Command Create() => new Command<ImportRequest>
    {
        Name = Name,
        Usage = "[OPTIONS] SOURCE [NAME[:TAG]]",
        Summary = "Import an image from an OCI layout or a root file system (directory or tar)",
        Aliases = ["image import"],
        MinimumArguments = 1,
        MaximumArguments = 2,
        Options = new OptionTable<ImportRequest>()
            .Refused(OptionKind.List, "change", 'c', "not available in this version; give the options to 'caisson run'")
            .Refused(OptionKind.Value, "message", 'm', "not available in this version; imported images have no message")
            .Refused(OptionKind.Value, "platform", null, "only linux/amd64 runs here", "linux/amd64", "linux"),
        Execute = static (_, arguments, context) => Execute(arguments, context),
    };

    private static int Execute(IReadOnlyList<string> arguments, CommandContext context)
    {
        string source = arguments[0];
        if (source is "-" || source.Contains("://", StringComparison.Ordinal))
        {
            throw new UsageException($"{source}: only files and directories can be imported in this version");
        }

        ImageReference? name = arguments.Count > 1 ? ImageName.Parse(arguments[1]) : null;
        using Engine engine = context.OpenEngine();
        ImportResult result = engine.Images.Import(Path.GetFullPath(source), name);
        foreach (string note in result.Notes)
        {
            context.Diagnostics.Warn(Name, note);
        }

        context.Output.WriteLine(result.Image.Id.ToString());
        return ExitCodes.Success;
    }
}
