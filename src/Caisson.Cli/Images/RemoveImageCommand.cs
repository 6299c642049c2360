using Caisson.Cli.Arguments;
using Caisson.Cli.Commands;
using Caisson.Containers;
using Caisson.Images;
using Caisson.Supervision.State;

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
        using Engine engine = context.OpenEngine();
        return EachName.Do(Name, arguments, context, name =>
        {
            foreach (RemovedItem item in engine.Images.Remove(name, request.Force, image => User(engine, image)))
            {
                context.Output.WriteLine(item.ToString());
            }
        });
    }

    private static ImageUse? User(Engine engine, StoredImage image)
    {
        Container[] users = [.. engine.Containers().Where(container => string.Equals(container.ImageId, image.Id.ToString(), StringComparison.Ordinal))];
        Container? user = Array.Find(users, container => container.State.Status == ContainerStatus.Running) ?? users.FirstOrDefault();
        return user is null ? null : new ImageUse(user.Name, user.State.Status == ContainerStatus.Running);
    }
}
