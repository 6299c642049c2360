namespace Caisson.Cli.Templates;

/// <summary>Calls joined by <c>|</c>: each result is the last argument of the next call.</summary>
/// <param name="Calls">At least one; a call is a value, or a function and its arguments.</param>
internal sealed record TemplatePipeline(IReadOnlyList<IReadOnlyList<TemplateOperand>> Calls);
