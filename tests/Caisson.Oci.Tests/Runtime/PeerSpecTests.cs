using System.Diagnostics;
using Caisson.Oci.Runtime;

namespace Caisson.Oci.Tests.Runtime;

public sealed class PeerSpecTests
{
    [Theory]
    [InlineData("crun")]
    [InlineData("runc")]
    public void The_default_configuration_of_another_runtime_is_read_completely(string runtime)
    {
        DirectoryInfo bundle = Directory.CreateTempSubdirectory("caisson-spec-");
        try
        {
            Assert.SkipUnless(TryRun(runtime, bundle.FullName), $"{runtime} is not installed");
            RuntimeSpecDocument document = RuntimeSpecJson.ReadDocument(File.ReadAllBytes(Path.Combine(bundle.FullName, "config.json")));

            Assert.Empty(document.UnknownMembers);
            Assert.Equal(["sh"], document.Spec.Process!.Args);
            Assert.Equal("rootfs", document.Spec.Root!.Path);
            Assert.Contains(document.Spec.Linux!.Namespaces, space => space.Type is "mount");
            Assert.NotEmpty(document.Spec.Linux.MaskedPaths);
        }
        finally
        {
            bundle.Delete(recursive: true);
        }
    }

    private static bool TryRun(string runtime, string directory)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(runtime, ["spec"]) { WorkingDirectory = directory })!;
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);
            return true;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
