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

    /// <summary>Makes the image if it is the one that is meant, and missing.</summary>
    internal static void MakeIfMissing(Engine engine, string? image)
    {
        if (image is Name or $"{Name}:latest" && engine.Images.Find(Name) is null)
        {
            Make(engine);
        }
    }

    private static void Make(Engine engine)
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

            engine.Images.ImportRootfs(
                staging,
                new ImageConfig
                {
                    Created = new DateTimeOffset(File.GetLastWriteTimeUtc(engine.Executables.InitPath)),
                    Container = new ImageContainerConfig { Entrypoint = [$"/{Program}", "greet"], WorkingDir = "/" },
                },
                ImageReference.Parse(Name));
        }
        finally
        {
            Directory.Delete(staging, recursive: true);
        }
    }
}
