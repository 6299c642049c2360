using Caisson.Images;
using Caisson.Linux.Files;
using Caisson.Oci.Images;
using Microsoft.Win32.SafeHandles;

namespace Caisson;

/// <summary>
/// The image caisson/hello, which needs no network: one static executable that tells what a process inside sees. Made when it is first
/// asked for.
/// </summary>
internal static class BuiltInImage
{
    private const string Name = "caisson/hello";
    private const string Program = "hello";

    /// <summary>An image by name or id; makes the built-in one if that is meant.</summary>
    internal static StoredImage? Find(Engine engine, string name) =>
        engine.Images.Find(name) ?? (name is Name or $"{Name}:latest" ? Make(engine) : null);

    private static StoredImage Make(Engine engine)
    {
        const uint Executable = 0x1ED; // 0755
        string staging = Directory.CreateTempSubdirectory("caisson-hello-").FullName;
        try
        {
            File.Copy(engine.Executables.InitPath, $"{staging}/{Program}");
            using (SafeFileHandle directory = FileCalls.Open(null, staging, OpenFlags.O_PATH | OpenFlags.O_DIRECTORY))
            {
                _ = FileCalls.TryChangeMode(directory, Program, Executable);
                _ = FileCalls.TryChangeMode(null, staging, Executable);
            }

            return engine.Images.ImportRootfs(
                staging,
                new ImageConfig
                {
                    Container = new ImageContainerConfig { Entrypoint = [$"/{Program}", "greet"], WorkingDir = "/" },
                },
                ImageReference.Parse(Name)).Image;
        }
        finally
        {
            Directory.Delete(staging, recursive: true);
        }
    }
}
