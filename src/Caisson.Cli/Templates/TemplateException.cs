namespace Caisson.Cli.Templates;

/// <summary>A <c>--format</c> template that cannot be parsed, or that asks for something the data does not have.</summary>
internal sealed class TemplateException(string message) : Exception(message);
