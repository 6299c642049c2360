namespace Caisson;

/// <summary>The user said something that cannot be done as said. The message is one line, quotes the value and tells what is allowed.</summary>
public sealed class UsageException : Exception
{
    public UsageException()
    {
    }

    public UsageException(string message)
        : base(message)
    {
    }

    public UsageException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
