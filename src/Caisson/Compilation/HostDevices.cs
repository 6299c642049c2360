using Caisson.Containers;
using Caisson.Oci.Runtime;
using Caisson.Resources;

namespace Caisson.Compilation;

/// <summary>Devices of the host that a specification names: nodes to make, rules that allow them, and the numbers behind paths.</summary>
internal static class HostDevices
{
    /// <summary>The host's paths to look up for <see cref="SpecInputs.DeviceNodes"/>, each once.</summary>
    public static IReadOnlyCollection<string> PathsOf(ContainerSpec spec)
    {
        var paths = new HashSet<string>(StringComparer.Ordinal);
        foreach (DeviceRequest device in spec.Devices)
            paths.Add(device.HostPath);
        foreach (DeviceWeight device in spec.Resources.BlkioWeightDevices)
            paths.Add(device.Path);
        AddPaths(paths, spec.Resources.DeviceReadBps);
        AddPaths(paths, spec.Resources.DeviceWriteBps);
        AddPaths(paths, spec.Resources.DeviceReadIops);
        AddPaths(paths, spec.Resources.DeviceWriteIops);
        return paths;
    }

    /// <summary>The nodes at a path.</summary>
    /// <exception cref="UsageException">There are none.</exception>
    internal static IReadOnlyList<DeviceSpec> NodesAt(SpecInputs inputs, string path) =>
        inputs.DeviceNodes.TryGetValue(path, out IReadOnlyList<DeviceSpec>? nodes) && nodes.Count > 0
            ? nodes
            : throw new UsageException($"no device at {Quoted.Text(path)} on the host");

    /// <summary>The numbers of the block device at a path.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    internal static DeviceSpec BlockDeviceAt(SpecInputs inputs, string path)
    {
        IReadOnlyList<DeviceSpec> nodes = NodesAt(inputs, path);
        return nodes is [{ Type: "b" } node] ? node : throw new UsageException($"{Quoted.Text(path)} is not a block device");
    }

    /// <summary>The node as it is made in the container: below the requested path as it is below the host's.</summary>
    internal static DeviceSpec InContainer(DeviceRequest request, DeviceSpec node) => node with
    {
        Path = request.ContainerPath + (node.Path.Length > request.HostPath.Length ? node.Path[request.HostPath.Length..] : ""),
    };

    private static void AddPaths(HashSet<string> paths, IReadOnlyList<DeviceRate> rates)
    {
        foreach (DeviceRate rate in rates)
            paths.Add(rate.Path);
    }
}
