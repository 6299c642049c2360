using Caisson.Linux.Files;
using Caisson.Oci;
using Caisson.Oci.Runtime;
using Caisson.Runtime.Mounts;

namespace Caisson.Runtime.Lifecycle;

/// <summary>A directory with a config.json and usually the root file system (runtime-spec bundle.md).</summary>
public sealed class Bundle
{
    private const int LargestConfiguration = 16 << 20;

    private Bundle(string path, RuntimeSpec spec)
    {
        Path = path;
        Spec = spec;
    }

    /// <summary>The bundle's absolute path.</summary>
    public string Path { get; }

    /// <summary>Its configuration.</summary>
    public RuntimeSpec Spec { get; }

    /// <summary>The root file system's absolute path.</summary>
    public string RootPath => System.IO.Path.GetFullPath(Spec.Root!.Path, Path);

    /// <summary>Where the root comes from: the directory that the configuration names.</summary>
    public RootSource Root => new RootSource.Directory(RootPath);

    /// <summary>Reads a bundle.</summary>
    /// <exception cref="SpecException">config.json is wrong.</exception>
    /// <exception cref="Linux.LinuxException">It cannot be read.</exception>
    public static Bundle Open(string path)
    {
        string absolute = System.IO.Path.GetFullPath(path);
        RuntimeSpec spec = RuntimeSpecJson.Read(FileCalls.ReadFileAt(null, $"{absolute}/config.json", LargestConfiguration));
        return spec.Root is null ? throw new SpecException("root", "required") : new Bundle(absolute, spec);
    }
}
