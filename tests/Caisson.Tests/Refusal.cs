namespace Caisson.Tests;

/// <summary>What a user reads when something is refused.</summary>
internal static class Refusal
{
    /// <summary>The message of a refusal, checked to be one line without control characters.</summary>
    internal static string Of(Action action)
    {
        string message = Assert.Throws<UsageException>(action).Message;
        Assert.DoesNotContain(message, char.IsControl);
        return message;
    }
}
