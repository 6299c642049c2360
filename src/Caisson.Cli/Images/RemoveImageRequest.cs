namespace Caisson.Cli.Images;

/// <summary>What <c>caisson rmi</c> is asked.</summary>
internal sealed class RemoveImageRequest
{
    /// <summary><c>-f</c>: remove an image with several names by its id, or one that a stopped container uses.</summary>
    public bool Force { get; set; }
}
