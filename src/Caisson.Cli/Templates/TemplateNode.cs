namespace Caisson.Cli.Templates;

/// <summary>A piece of a parsed template.</summary>
internal abstract record TemplateNode
{
    /// <summary>Text that is printed as it stands.</summary>
    internal sealed record Text(string Content) : TemplateNode;

    /// <summary><c>{{pipeline}}</c> or <c>{{$name := pipeline}}</c>; only the former prints.</summary>
    internal sealed record Action(TemplatePipeline Pipeline, string? Variable) : TemplateNode;

    /// <summary><c>{{if}}…{{else}}…{{end}}</c>.</summary>
    internal sealed record If(TemplatePipeline Condition, IReadOnlyList<TemplateNode> Then, IReadOnlyList<TemplateNode> Else) : TemplateNode;

    /// <summary><c>{{with}}…{{else}}…{{end}}</c>: like if, and the value becomes the dot.</summary>
    internal sealed record With(
        TemplatePipeline Value, string? Variable, IReadOnlyList<TemplateNode> Then, IReadOnlyList<TemplateNode> Else) : TemplateNode;

    /// <summary><c>{{range $key, $value := pipeline}}…{{else}}…{{end}}</c>; both variables are optional.</summary>
    internal sealed record Range(
        TemplatePipeline Over, string? Key, string? Value, IReadOnlyList<TemplateNode> Body, IReadOnlyList<TemplateNode> Else) : TemplateNode;
}
