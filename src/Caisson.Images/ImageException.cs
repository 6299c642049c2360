namespace Caisson.Images;

/// <summary>
/// An image, an archive or a request about images is not acceptable. The message is one line, in lower case, and names the thing.
/// </summary>
public sealed class ImageException : Exception
{
    /// <summary>Says what is wrong.</summary>
    public ImageException(string message)
        : base(message)
    {
    }

    /// <summary>Says what is wrong and what it came from.</summary>
    public ImageException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
