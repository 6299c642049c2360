using Caisson.Compilation;
using Caisson.Containers;
using Caisson.Images;
using Caisson.Linux;
using Caisson.Linux.Files;
using Caisson.Oci;
using Caisson.Supervision.State;
using Microsoft.Win32.SafeHandles;

namespace Caisson;

/// <summary>
/// Containers and images under one root directory. There is no daemon: everything is on disk, and any number of engines, in any number of
/// processes, may work on one root at the same time.
/// </summary>
public sealed class Engine : IDisposable
{
    private const uint OnlyOwner = 0x1C0; // 0700

    private readonly Lazy<ImageStore> _images;

    private Engine(EngineOptions options)
    {
        MakeDirectories(options.Root);
        Executables = new Executables(options.ExecutableDirectory);
        Root = options.Root;
        Store = new ContainerStore(options.Root);
        _images = new Lazy<ImageStore>(() => ImageStore.Open(options.Root));
    }

    /// <summary>The directory that holds everything.</summary>
    public string Root { get; }

    /// <summary>The images.</summary>
    public ImageStore Images => _images.Value;

    internal ContainerStore Store { get; }

    internal Executables Executables { get; }

    /// <summary>Opens an engine; makes its directories if they are missing.</summary>
    /// <exception cref="LinuxException">The root cannot be made or opened.</exception>
    public static Engine Open(EngineOptions? options = null) => new(options ?? new EngineOptions());

    /// <summary>Makes a container: claims its name, writes its configuration, starts nothing.</summary>
    /// <exception cref="UsageException">The specification is wrong.</exception>
    /// <exception cref="EngineException">The image is missing, the name is taken.</exception>
    public Container Create(ContainerSpec spec) => new ContainerCreator(this).Create(spec);

    /// <summary>What a start of a container like this would do, as text, a line for each step. Makes nothing.</summary>
    /// <exception cref="UsageException">The specification is wrong.</exception>
    /// <exception cref="EngineException">The image is missing.</exception>
    public string DescribeStart(ContainerSpec spec) => new ContainerCreator(this).Describe(spec);

    /// <summary>Every container, the newest first. What a killed monitor left is put right on the way.</summary>
    /// <param name="damaged">Gets those that cannot be read; with null the first such is an error.</param>
    public IReadOnlyList<Container> Containers(ICollection<DamagedContainer>? damaged = null)
    {
        var containers = new List<Container>();
        foreach (string id in Store.Ids())
        {
            try
            {
                if (Container.TryOpen(this, id) is { } container)
                {
                    containers.Add(container);
                }
            }
            catch (SpecException e) when (damaged is not null)
            {
                damaged.Add(new DamagedContainer(id, e.Message));
            }
        }

        return [.. containers.OrderByDescending(c => c.Created)];
    }

    /// <summary>Removes a container whose files cannot be read, with everything that runs in it.</summary>
    /// <exception cref="EngineException">There is none, or it is still ending.</exception>
    public void RemoveDamaged(string nameOrId)
    {
        string id = Store.Find(nameOrId) ?? throw new EngineException($"no such container: {Quoted.Text(nameOrId)}");
        string path = Store.PathOf(id);
        LostMonitor.EndProcesses(path, SpecCompiler.DefaultCgroup(id));
        using SafeFileHandle? held = Store.TryHold(id)
            ?? throw new EngineException($"the monitor of container {Quoted.Text(nameOrId)} is still ending; try again");
        ContainerRemoval.Remove(path, Store.NameOf(id) ?? id);
    }

    /// <summary>A container by name, id or the beginning of an id.</summary>
    /// <exception cref="EngineException">There is none, or the beginning fits several.</exception>
    public Container Find(string nameOrId) =>
        TryFind(nameOrId) ?? throw new EngineException($"no such container: {Quoted.Text(nameOrId)}");

    /// <summary>A container by name, id or the beginning of an id; null when there is none.</summary>
    /// <exception cref="EngineException">The beginning fits several.</exception>
    public Container? TryFind(string nameOrId) => Store.Find(nameOrId) is { } id ? Container.TryOpen(this, id) : null;

    /// <inheritdoc />
    public void Dispose()
    {
        if (_images.IsValueCreated)
        {
            _images.Value.Dispose();
        }
    }

    private static void MakeDirectories(string root)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(root) ?? "/");
        foreach (string directory in (ReadOnlySpan<string>)
            [root, $"{root}/{Supervision.State.ContainerFiles.Containers}", $"{root}/{Supervision.State.ContainerFiles.Names}"])
        {
            Errno error = FileCalls.TryMakeDirectory(null, directory, OnlyOwner);
            if (error is not (Errno.None or Errno.EEXIST))
            {
                throw new LinuxException("make directory", directory, error);
            }
        }
    }
}
