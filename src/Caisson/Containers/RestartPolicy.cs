namespace Caisson.Containers;

/// <summary>What to do when a container's process ends by itself.</summary>
/// <param name="Kind">When to start it again.</param>
/// <param name="MaximumRetries">For <see cref="RestartKind.OnFailure"/>, how often; zero is without limit.</param>
public sealed record RestartPolicy(RestartKind Kind, int MaximumRetries = 0)
{
    /// <summary>Never: the default.</summary>
    public static RestartPolicy No { get; } = new(RestartKind.No);
}
