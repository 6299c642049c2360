using System.Globalization;
using Caisson.Cli.Arguments;
using Caisson.Cli.Commands;
using Caisson.Cli.Output;
using Caisson.Images;

namespace Caisson.Cli.Images;

/// <summary><c>caisson images</c>.</summary>
internal static class ImagesCommand
{
    private const string Name = "images";
    private const string None = "<none>";
    private const string Unknown = "N/A";

    /// <summary>The command.</summary>
    public static Command Create() => new Command<ImagesRequest>
    {
        Name = Name,
        Usage = "[OPTIONS] [REPOSITORY[:TAG]]",
        Summary = "List images",
        Aliases = ["image ls", "image list"],
        MaximumArguments = 1,
        Options = new OptionTable<ImagesRequest>()

            // Docker's hidden intermediate images do not exist here: all are shown anyway.
            .Flag("all", 'a', "Show all images", static (_, _) => { })
            .Flag("digests", null, "Show digests", (r, on) => r.Digests = on)
            .List("filter", 'f', "CONDITION", "Only images with dangling=, label= or reference=", (r, v) => r.Filters.Add(ImageFilter.Parse(v)))
            .Value("format", null, "FORMAT", "table, json, a template, or 'table TEMPLATE'", (r, v) => r.Format = v)
            .Flag("no-trunc", null, "Show whole ids", (r, on) => r.NoTruncation = on)
            .Flag("quiet", 'q', "Show only ids", (r, on) => r.Quiet = on)
            .Refused(OptionKind.Flag, "tree", null, "images are for one platform here; there is no tree to show"),
        Execute = Execute,
    };

    /// <summary>The fields, as Docker names them.</summary>
    public static Listing<ImageRow> Listing(ImagesRequest request, DateTimeOffset now) => new(
        [
            new("Repository", "REPOSITORY", row => row.Name?.FamiliarRepository ?? None),
            new("Tag", "TAG", row => row.Name?.Tag ?? None),
            new("Digest", "DIGEST", row => row.Image.Manifest.Digest.ToString(), request.Digests),
            new("ID", "IMAGE ID", row => request.NoTruncation ? row.Image.Id.ToString() : row.Image.Id.Short),
            new("CreatedSince", "CREATED", row => row.Image.Created is { } created ? HumanDuration.Ago(created, now) : Unknown),
            new("CreatedAt", "CREATED AT", row => row.Image.Created?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss '+0000 UTC'", CultureInfo.InvariantCulture) ?? Unknown, false),
            new("Size", "SIZE", row => HumanSize.Format(row.Image.Size)),
            new("Containers", "CONTAINERS", static _ => Unknown, false),
            new("SharedSize", "SHARED SIZE", static _ => Unknown, false),
            new("UniqueSize", "UNIQUE SIZE", static _ => Unknown, false),
        ],
        quietField: "ID");

    private static int Execute(ImagesRequest request, IReadOnlyList<string> arguments, CommandContext context)
    {
        if (arguments.Count > 0)
        {
            request.Filters.Add(ImageFilter.ByReference(arguments[0]));
        }

        if (request is { Quiet: true, Format: not null })
        {
            context.Diagnostics.Warn(Name, "--format is ignored, because --quiet is given");
        }

        using Engine engine = context.OpenEngine();
        ImageRow[] rows =
        [
            .. engine.Images.List()
                .OrderByDescending(image => image.Created ?? DateTimeOffset.MinValue)
                .SelectMany(Rows)
                .Where(row => request.Filters.TrueForAll(filter => filter.Matches(row))),
        ];
        Listing(request, context.Clock.GetUtcNow()).Write(context.Output, rows, request.Format, request.Quiet);
        return ExitCodes.Success;
    }

    private static IEnumerable<ImageRow> Rows(StoredImage image) =>
        image.Names.Count == 0 ? [new ImageRow(image, null)] : image.Names.Select(name => new ImageRow(image, name));
}
