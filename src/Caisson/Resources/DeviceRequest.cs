using Caisson.Mounts;

namespace Caisson.Resources;

/// <summary>A device of the host, or a directory of devices, on the command line <c>HOST[:CONTAINER][:ACCESS]</c>.</summary>
/// <param name="HostPath">The absolute path on the host.</param>
/// <param name="ContainerPath">The absolute path in the container.</param>
/// <param name="Access">Letters of r (read), w (write), m (mknod), each once.</param>
public sealed record DeviceRequest(string HostPath, string ContainerPath, string Access = "rwm")
{
    /// <summary>Parses <c>HOST[:CONTAINER][:ACCESS]</c>; the path in the container is by default the host's, the access rwm.</summary>
    /// <exception cref="UsageException">It is not a device.</exception>
    public static DeviceRequest Parse(string text)
    {
        string[] parts = text.Split(':');
        if (parts.Length > 3)
            throw new UsageException($"invalid device {Quoted.Text(text)}: allowed is HOST[:CONTAINER][:ACCESS], as /dev/fuse:/dev/fuse:rw");
        if (!parts[0].StartsWith('/') && parts[0].Contains('/') && parts[0].Contains('='))
            throw new UsageException($"invalid device {Quoted.Text(text)}: cdi devices are not supported, give the device's path");

        string host = AbsolutePath.Parse("device path", parts[0]);
        if (parts.Length == 2 && DeviceAccess.IsValid(parts[1]))
            return new DeviceRequest(host, host, parts[1]);
        string container = parts.Length == 1 ? host : AbsolutePath.Parse("device path in the container", parts[1]);
        string access = parts.Length == 3 ? parts[2] : "rwm";
        return DeviceAccess.IsValid(access)
            ? new DeviceRequest(host, container, access)
            : throw new UsageException($"invalid device {Quoted.Text(text)}: the access is letters of r, w and m, each at most once");
    }
}
