namespace Caisson.Containers;

/// <summary>What to do when a container's process ends by itself, on the command line <c>no</c>, <c>on-failure[:MAXIMUM]</c>,
/// <c>always</c> or <c>unless-stopped</c>.</summary>
/// <param name="Kind">When to start it again.</param>
/// <param name="MaximumRetries">For <see cref="RestartKind.OnFailure"/>, how often; zero is without limit.</param>
public sealed record RestartPolicy(RestartKind Kind, int MaximumRetries = 0)
{
    /// <summary>Never: the default.</summary>
    public static RestartPolicy No { get; } = new(RestartKind.No);

    /// <summary>Parses a policy; an empty text is <c>no</c>.</summary>
    /// <exception cref="UsageException">It is not a policy.</exception>
    public static RestartPolicy Parse(string text)
    {
        switch (text)
        {
            case "" or "no":
                return No;
            case "always":
                return new RestartPolicy(RestartKind.Always);
            case "unless-stopped":
                return new RestartPolicy(RestartKind.UnlessStopped);
            case "on-failure":
                return new RestartPolicy(RestartKind.OnFailure);
        }

        const string Limited = "on-failure:";
        if (text.StartsWith(Limited, StringComparison.Ordinal) && Digits.TryParse(text.AsSpan(Limited.Length), int.MaxValue, out uint retries))
            return new RestartPolicy(RestartKind.OnFailure, (int)retries);
        throw new UsageException($"invalid restart policy {Quoted.Text(text)}: allowed are no, on-failure[:MAXIMUM], always and unless-stopped");
    }

    /// <summary>The policy as the command line spells it.</summary>
    public override string ToString() => Kind switch
    {
        RestartKind.No => "no",
        RestartKind.Always => "always",
        RestartKind.UnlessStopped => "unless-stopped",
        _ when MaximumRetries == 0 => "on-failure",
        _ => $"on-failure:{MaximumRetries}",
    };
}
