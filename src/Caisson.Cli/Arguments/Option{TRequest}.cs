namespace Caisson.Cli.Arguments;

/// <summary>An option and what it does to the request that its command fills.</summary>
internal sealed class Option<TRequest> : Option
{
    /// <summary>
    /// Puts the value into the request; a flag's value is <c>true</c> or <c>false</c>. Throws <see cref="UsageException"/> or
    /// <see cref="FormatException"/> with a message for the user when the value makes no sense. Never called for a refused option.
    /// </summary>
    public required Action<TRequest, string> Apply { get; init; }
}
