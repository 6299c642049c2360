namespace Caisson.Cli.Templates;

/// <summary>One word inside <c>{{ }}</c>.</summary>
internal abstract record TemplateOperand
{
    /// <summary><c>.A.B</c>, or <c>.</c> alone when there are no names.</summary>
    internal sealed record Field(IReadOnlyList<string> Names) : TemplateOperand;

    /// <summary><c>$name.A.B</c>; the empty name is the data that the template was given.</summary>
    internal sealed record Variable(string Name, IReadOnlyList<string> Names) : TemplateOperand;

    /// <summary>A string, a whole number or a boolean.</summary>
    internal sealed record Literal(object Value) : TemplateOperand;

    /// <summary>A function's name.</summary>
    internal sealed record Function(string Name) : TemplateOperand;

    /// <summary><c>(pipeline).A.B</c>.</summary>
    internal sealed record Group(TemplatePipeline Pipeline, IReadOnlyList<string> Names) : TemplateOperand;
}
