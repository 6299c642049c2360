using Caisson.Oci.Images;

namespace Caisson.Cli.Images;

/// <summary>Image names on the command line.</summary>
internal static class ImageName
{
    /// <summary>Reads a name that an image is to get.</summary>
    /// <exception cref="UsageException">It does not follow the grammar.</exception>
    public static ImageReference Parse(string text)
    {
        try
        {
            return ImageReference.Parse(text);
        }
        catch (FormatException e)
        {
            throw new UsageException(e.Message, e);
        }
    }
}
