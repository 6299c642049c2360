namespace Caisson.Images;

/// <summary>A container that needs an image.</summary>
/// <param name="Container">Its name or id.</param>
/// <param name="IsRunning">A running container's image is never removed; a stopped one's stays, nameless, when removal is forced.</param>
public sealed record ImageUse(string Container, bool IsRunning);
