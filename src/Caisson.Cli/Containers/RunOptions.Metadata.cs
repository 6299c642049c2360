using Caisson.Cli.Arguments;
using Caisson.Containers;

namespace Caisson.Cli.Containers;

internal static partial class RunOptions
{
    private static void AddMetadata(OptionTable<RunRequest> table) => table
        .Group("Metadata")
        .List("label", 'l', "KEY[=VALUE]", "Set a label", (r, v) => r.Spec = r.Spec with { Labels = With(r.Spec.Labels, LabelSyntax.Parse(v)) })
        .List("label-file", null, "FILE", "Set the labels of a file, one a line", (r, v) =>
            r.Spec = r.Spec with { Labels = With(r.Spec.Labels, [.. LabelSyntax.ParseFile(r.Caller.ReadText(v), v)]) })
        .List("annotation", null, "KEY[=VALUE]", "Set an annotation of the OCI configuration", (r, v) =>
            r.Spec = r.Spec with { Annotations = With(r.Spec.Annotations, LabelSyntax.Parse(v)) });

    private static Dictionary<string, string> With(
        IReadOnlyDictionary<string, string> old, params ReadOnlySpan<KeyValuePair<string, string>> added)
    {
        var result = new Dictionary<string, string>(old, StringComparer.Ordinal);
        foreach ((string key, string value) in added)
        {
            result[key] = value;
        }

        return result;
    }
}
