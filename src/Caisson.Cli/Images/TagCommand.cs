using Caisson.Cli.Arguments;
using Caisson.Cli.Commands;
using Caisson.Images;

namespace Caisson.Cli.Images;

/// <summary><c>caisson tag IMAGE NAME</c>.</summary>
internal static class TagCommand
{
    /// <summary>The command.</summary>
    public static Command Create() => new Command<TagRequest>
    {
        Name = "tag",
        Usage = "IMAGE NAME[:TAG]",
        Summary = "Give an image another name",
        Aliases = ["image tag"],
        MinimumArguments = 2,
        MaximumArguments = 2,
        Options = new OptionTable<TagRequest>(),
        Execute = static (_, arguments, context) =>
        {
            using Engine engine = context.OpenEngine();
            engine.Images.Tag(arguments[0], ImageName.Parse(arguments[1]));
            return ExitCodes.Success;
        },
    };
}
