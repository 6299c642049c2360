namespace Caisson.Resources;

/// <summary>A device of the host, or a directory of devices (<c>--device</c>).</summary>
/// <param name="HostPath">The absolute path on the host.</param>
/// <param name="ContainerPath">The absolute path in the container.</param>
/// <param name="Access">Letters of r (read), w (write), m (mknod), each once.</param>
public sealed record DeviceRequest(string HostPath, string ContainerPath, string Access = "rwm");
