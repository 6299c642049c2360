namespace Caisson.Cli.Arguments;

/// <summary>
/// Why an option that people know is not supported. It stays in the table, so that it is refused by its name and with the
/// way out, rather than unknown or, worse, ignored.
/// </summary>
/// <param name="Reason">Why, and what to use instead; continues the sentence "--name: …".</param>
/// <param name="Accepted">Values that ask for what happens anyway and so are accepted: <c>--restart no</c>.</param>
internal sealed record Refusal(string Reason, params string[] Accepted);
