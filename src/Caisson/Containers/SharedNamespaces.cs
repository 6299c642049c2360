using System.Globalization;
using Caisson.Namespaces;
using Caisson.Supervision.State;

namespace Caisson.Containers;

/// <summary>What a container gets of other containers, which have to run.</summary>
/// <param name="Paths">Namespace files by the kind's name in the runtime-spec.</param>
/// <param name="Hostname">The host name of the container whose network is shared.</param>
/// <param name="SharedMemoryPath">The other container's <c>/dev/shm</c>, when its IPC namespace is shared.</param>
/// <param name="Processes">The other containers' first processes, whose numbers are in the paths.</param>
internal sealed record SharedNamespaces(
    IReadOnlyDictionary<string, string> Paths, string? Hostname, string? SharedMemoryPath, IReadOnlyList<ProcessIdentity> Processes)
{
    /// <summary>Looks the other containers up.</summary>
    /// <exception cref="EngineException">One is not there, does not run, or does not share.</exception>
    internal static SharedNamespaces Find(Engine engine, NamespaceOptions namespaces)
    {
        var paths = new Dictionary<string, string>(StringComparer.Ordinal);
        var processes = new List<ProcessIdentity>();
        string? hostname = null, sharedMemory = null;
        if (Owner(engine, namespaces.Network, "network") is { } network)
        {
            Add("network", "net", network);
            hostname = network.Configuration.Hostname;
        }

        if (Owner(engine, namespaces.Pid, "pid") is { } pid)
        {
            Add("pid", "pid", pid);
        }

        if (Owner(engine, namespaces.Ipc, "ipc") is { } ipc)
        {
            // As in Docker: who did not offer its memory keeps it for itself.
            if (ipc.Spec.Namespaces.Ipc.Sharing != NamespaceSharing.Shareable)
            {
                throw new EngineException($"container {ipc.Name} does not share its ipc namespace: it has to be started with --ipc shareable");
            }

            Add("ipc", "ipc", ipc);
            sharedMemory = Path(ipc, "root/dev/shm");
        }

        return new SharedNamespaces(paths, hostname, sharedMemory, processes);

        void Add(string kind, string file, Container container)
        {
            paths[kind] = Path(container, $"ns/{file}");
            ProcessIdentity process = container.State.Process!;
            if (!processes.Contains(process))
            {
                processes.Add(process);
            }
        }
    }

    private static Container? Owner(Engine engine, NamespaceMode mode, string kind)
    {
        if (mode.Container is not { } name)
        {
            return null;
        }

        Container container = engine.Find(name);
        if (container.State.Process is null)
        {
            throw new EngineException($"container {Quoted.Text(name)} is not running: its {kind} namespace cannot be joined");
        }

        // Its namespaces belong to its user namespace, in which this container's program would have no rights.
        return container.Spec.Namespaces.User.IsPrivate
            ? throw new EngineException($"container {Quoted.Text(name)} has a user namespace of its own: joining its {kind} namespace is not supported yet")
            : container;
    }

    private static string Path(Container container, string file) =>
        string.Create(CultureInfo.InvariantCulture, $"/proc/{container.State.Process!.Pid}/{file}");
}
