using System.Diagnostics;
using Caisson.Linux.Programs;

namespace Caisson.Linux.Tests.Programs;

public sealed class CloneStubCodeTests
{
    [Fact]
    public void Bytes_are_those_of_the_assembled_source()
    {
        foreach (string tool in (string[])["as", "objcopy"])
        {
            bool found = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(directory => File.Exists(Path.Combine(directory, tool)));
            Assert.SkipUnless(found, $"needs {tool} (binutils)");
        }

        using var directory = new TemporaryDirectory();
        Run("as", Source(), "-o", directory["stub.o"]);
        Run("objcopy", "-O", "binary", "-j", ".text", directory["stub.o"], directory["stub.bin"]);

        // The assembler may fill the section up to its alignment.
        byte[] assembled = File.ReadAllBytes(directory["stub.bin"]);
        Assert.Equal(CloneStub.Code.ToArray(), assembled[..CloneStub.Code.Length]);
        Assert.All(assembled[CloneStub.Code.Length..], filling => Assert.Equal(0, filling));
    }

    private static string Source()
    {
        for (string? directory = AppContext.BaseDirectory; directory is not null; directory = Path.GetDirectoryName(directory))
        {
            string candidate = Path.Combine(directory, "src", "Caisson.Linux", "Programs", "clone-stub.s");
            if (File.Exists(candidate))
            {
                return candidate;
            }
        }

        throw new FileNotFoundException($"clone-stub.s is not above {AppContext.BaseDirectory}");
    }

    private static void Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false })!;
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
