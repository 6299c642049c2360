using System.Text;
using Caisson.Compilation;
using Caisson.Hosts;
using Caisson.Images;
using Caisson.Linux;
using Caisson.Linux.Files;
using Caisson.Linux.Pipes;
using Caisson.Linux.Processes;
using Caisson.Mounts;
using Caisson.Namespaces;
using Caisson.Oci.Images;
using Caisson.Oci.Json;
using Caisson.Oci.Runtime;
using Caisson.Runtime.Mounts;
using Caisson.Runtime.Namespaces;
using Caisson.Runtime.Seccomp;
using Caisson.Runtime.Setup;
using Caisson.Supervision.State;
using Caisson.Users;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Containers;

/// <summary>Turns a specification into a container on disk: looks up what it names, compiles it, and publishes the result at once.</summary>
internal sealed class ContainerCreator(Engine engine)
{
    private const int LargestUserFile = 4 << 20;
    private const uint OnlyOwner = 0x1C0, Directory755 = 0x1ED, OnlyOwnerFile = 0x180, File644 = 0x1A4;

    internal Container Create(ContainerSpec spec)
    {
        BuiltInImage.MakeIfMissing(engine, spec.Image);
        // Until the container says that it uses the image, nobody may remove the image.
        using IDisposable? hold = spec.Rootfs is null ? engine.Images.Hold() : null;
        string id = NewId();
        Origin origin = FindOrigin(spec);
        var shared = SharedNamespaces.Find(engine, spec.Namespaces);
        string name = spec.Name is { } wanted ? ResourceName.Parse("container", wanted) : NameGenerator.Next();
        (string path, SafeFileHandle held) = engine.Store.Begin(id);
        using (held)
        {
            try
            {
                name = ClaimName(spec, name, id);
                Write(path, id, name, spec, origin, shared);
                engine.Store.Publish(id);
            }
            catch
            {
                engine.Store.Abandon(id, name);
                throw;
            }
        }

        return Container.TryOpen(engine, id, isNew: true)!;
    }

    internal string Describe(ContainerSpec spec)
    {
        BuiltInImage.MakeIfMissing(engine, spec.Image);
        string id = NewId();
        Origin origin = FindOrigin(spec);
        var shared = SharedNamespaces.Find(engine, spec.Namespaces);
        string path = engine.Store.PathOf(id);
        RuntimeSpec configuration = Compile(spec, id, path, origin, shared);
        return Sandbox.Plan(new SandboxOptions
        {
            Id = id,
            Spec = configuration,
            Root = Supervision(spec, id, "dry-run", origin, shared).Root(path),
            RootMountPoint = $"{path}/{ContainerFiles.Rootfs}",
            Supervised = spec.Init,
            CreateWorkingDirectory = true,
        }).ToString();
    }

    // A name that was asked for is taken or not; one of ours that is taken gets something more.
    private string ClaimName(ContainerSpec spec, string name, string id)
    {
        try
        {
            engine.Store.ClaimName(name, id);
            return name;
        }
        catch (EngineException) when (spec.Name is null)
        {
            name = $"{name}_{id[..6]}";
            engine.Store.ClaimName(name, id);
            return name;
        }
    }

    private void Write(string path, string id, string name, ContainerSpec spec, Origin origin, SharedNamespaces shared)
    {
        string final = engine.Store.PathOf(id);
        using SafeFileHandle directory = FileCalls.Open(null, path, OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY);
        FileCalls.MakeDirectory(directory, ContainerFiles.Rootfs, OnlyOwner);
        if (spec.Rootfs is null)
        {
            // The upper directory's mode is the root directory's: the images' own, as a rule.
            FileCalls.MakeDirectory(directory, ContainerFiles.Upper, Directory755);
            _ = FileCalls.TryChangeMode(directory, ContainerFiles.Upper, FileCalls.Status(origin.Root, "").Mode & 0xFFF);
            FileCalls.MakeDirectory(directory, ContainerFiles.Work, OnlyOwner);
        }

        RuntimeSpec configuration = Compile(spec, id, final, origin, shared);
        WriteManagedFiles(directory, spec, configuration);
        MakeSources(spec);
        WriteFile(directory, ContainerFiles.Config, RuntimeSpecJson.Write(configuration).Span, OnlyOwnerFile);
        var json = new JsonTextWriter();
        new ContainerRecord
        {
            Id = id,
            Name = name,
            Created = TimeProvider.System.GetUtcNow(),
            ImageId = origin.Image?.Id.ToString(),
            Spec = spec,
            Supervision = Supervision(spec, id, name, origin, shared),
        }.Write(json);
        WriteFile(directory, ContainerFiles.Container, json.Written, OnlyOwnerFile);
        new ContainerState { Status = ContainerStatus.Created }.Write(directory);
    }

    private RuntimeSpec Compile(ContainerSpec spec, string id, string path, Origin origin, SharedNamespaces shared)
    {
        // Images' volumes are part of the writable layer until volumes exist.
        ImageContainerConfig image = (origin.Image?.Config.Container ?? new ImageContainerConfig()) with { Volumes = [] };
        HostFacts host = HostReader.Read(withDevices: spec.Security.Privileged);
        var deviceNodes = new Dictionary<string, IReadOnlyList<DeviceSpec>>(StringComparer.Ordinal);
        foreach (string device in HostDevices.PathsOf(spec))
        {
            deviceNodes[device] = HostReader.DeviceNodes(device);
        }

        return SpecCompiler.Compile(spec, new SpecInputs
        {
            ContainerId = id,
            Image = image,
            Rootfs = $"{path}/{ContainerFiles.Rootfs}",
            User = UserResolver.Resolve(
                EffectiveSettings.User(spec, image), spec.AdditionalGroups, RootFile.TryRead(origin.Root, "etc/passwd", LargestUserFile), RootFile.TryRead(origin.Root, "etc/group", LargestUserFile)),
            Host = host,
            NamespacePaths = shared.Paths,
            SharedHostname = shared.Hostname,
            SharedMemoryPath = shared.SharedMemoryPath,
            DeviceNodes = deviceNodes,
            Files = new ManagedFiles($"{path}/{ContainerFiles.Managed}/hosts", $"{path}/{ContainerFiles.Managed}/hostname", $"{path}/{ContainerFiles.Managed}/resolv.conf"),
            CustomSeccomp = spec.Security.SeccompProfile is { } profile and not "unconfined"
                ? SeccompProfileJson.Read(Encoding.UTF8.GetBytes(HostFile(profile)), host.Capabilities, host.KernelVersion)
                : null,
        });
    }

    // As in Docker: -v makes a directory of what is not there, --mount does not.
    private static void MakeSources(ContainerSpec spec)
    {
        foreach (BindMount bind in spec.Mounts.OfType<BindMount>().Where(m => m.CreateSource))
        {
            if (FileCalls.TryStatus(null, bind.Source, out _) == Errno.ENOENT)
            {
                Directory.CreateDirectory(bind.Source);
            }
        }
    }

    private static void WriteManagedFiles(SafeFileHandle directory, ContainerSpec spec, RuntimeSpec configuration)
    {
        bool isHostNetwork = spec.Namespaces.Network.Sharing == NamespaceSharing.Host;
        string hostname = configuration.Hostname ?? Environment.MachineName;
        FileCalls.MakeDirectory(directory, ContainerFiles.Managed, Directory755);
        WriteText(directory, "hosts", HostsFile.Text([], hostname, spec.Domainname, spec.ExtraHosts, gateway: null));
        WriteText(directory, "hostname", hostname + "\n");
        WriteText(directory, "resolv.conf", ResolverFile.Text(HostReader.Text("/etc/resolv.conf"), spec.Dns, isHostNetwork));

        // The container's root user may edit them, as in Docker.
        LinuxSpec linux = configuration.Linux!;
        if (linux.UidMappings.Count > 0)
        {
            foreach (string name in (ReadOnlySpan<string>)["hosts", "hostname", "resolv.conf"])
            {
                Errno error = FileCalls.TryChangeOwner(
                    directory, $"{ContainerFiles.Managed}/{name}", IdMaps.ToHost(linux.UidMappings, 0) ?? 0, IdMaps.ToHost(linux.GidMappings, 0) ?? 0);
                if (error != Errno.None)
                {
                    throw new LinuxException("change owner of", name, error);
                }
            }
        }
    }

    private Origin FindOrigin(ContainerSpec spec)
    {
        if (spec.Rootfs is { } directory)
        {
            string absolute = Path.GetFullPath(directory);
            return new Origin(null, [], absolute, FileCalls.Open(null, absolute, OpenFlags.O_PATH | OpenFlags.O_DIRECTORY));
        }

        string name = spec.Image ?? throw new UsageException("an image or --rootfs is required");
        StoredImage image = engine.Images.Find(name)
            ?? throw new EngineException($"no such image: {Quoted.Text(name)}; 'caisson image import' adds one");
        IReadOnlyList<string> layers = engine.Images.LayerDirectories(image);
        return new Origin(image, layers, null, LayeredRoot.Open(layers));
    }

    private static SupervisionSpec Supervision(ContainerSpec spec, string id, string name, Origin origin, SharedNamespaces shared) => new()
    {
        Id = id,
        Name = name,
        Layers = origin.Layers,
        RootDirectory = origin.Directory,
        JoinedProcesses = shared.Processes,
        Init = spec.Init,
        OpenStdin = spec.OpenStdin,
        Log = spec.LogDriver is not "none",
        Timeout = spec.Timeout,
        Remove = spec.Remove,
    };

    private static string HostFile(string path) =>
        HostReader.Text(path) is { Length: > 0 } text ? text : throw new UsageException($"seccomp profile {Quoted.Text(path)} is missing or empty");

    private static void WriteText(SafeFileHandle directory, string name, string text) =>
        WriteFile(directory, $"{ContainerFiles.Managed}/{name}", Encoding.UTF8.GetBytes(text), File644);

    // The directory is not visible under its own name yet: no reader can see half a file.
    private static void WriteFile(SafeFileHandle directory, string name, ReadOnlySpan<byte> content, uint mode)
    {
        using SafeFileHandle file = FileCalls.Open(directory, name, OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_EXCL, mode);
        _ = FileCalls.TryChangeMode(file, mode);
        Errno error = StreamCalls.TryWriteAll(file, content);
        if (error != Errno.None)
        {
            throw new LinuxException("write", name, error);
        }
    }

    private static string NewId()
    {
        Span<byte> bytes = stackalloc byte[32];
        RandomBytes.Fill(bytes);
        return Convert.ToHexStringLower(bytes);
    }

    /// <summary>Where a container's root comes from, and the root as it is before the container changes it.</summary>
    private sealed record Origin(StoredImage? Image, IReadOnlyList<string> Layers, string? Directory, SafeFileHandle Root);
}
