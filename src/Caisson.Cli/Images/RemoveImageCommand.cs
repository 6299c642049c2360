using Caisson.Cli.Arguments;
using Caisson.Cli.Commands;
using Caisson.Images;

namespace Caisson.Cli.Images;

/// <summary><c>caisson rmi IMAGE...</c>.</summary>
internal static class RemoveImageCommand
{
    private const string Name = "rmi";

    /// <summary>The command.</summary>
    public static Command Create() => new Command<RemoveImageRequest>
    {
        Name = Name,
        Usage = "[OPTIONS] IMAGE [IMAGE...]",
        Summary = "Remove images",
        Aliases = ["image rm", "image remove"],
        MinimumArguments = 1,
        Options = new OptionTable<RemoveImageRequest>()
            .Flag("force", 'f', "Also by id with several names, or used by a stopped container", (r, on) => r.Force = on)
            .Refused(OptionKind.Flag, "no-prune", null, "layers that no image needs are always removed")
            .Refused(OptionKind.Value, "platform", null, "images are for one platform here", "linux/amd64", "linux"),
        Execute = Execute,
    };

    private static int Execute(RemoveImageRequest request, IReadOnlyList<string> arguments, CommandContext context)
    {
        using ImageStore store = context.OpenImages();
        return EachName.Do(Name, arguments, context, name =>
        {
            foreach (RemovedItem item in store.Remove(name, request.Force, static _ => null))
            {
                context.Output.WriteLine(item.ToString());
            }
        });
    }
}
