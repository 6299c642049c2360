using Caisson.Integration.Tests.Harness;

namespace Caisson.Integration.Tests.Images;

/// <summary>image import, images, tag, rmi, image inspect.</summary>
public sealed class ImageCommandTests(Sandbox sandbox) : IClassFixture<Sandbox>
{
    [Fact]
    public void Tagged_image_runs_under_both_names_until_untagged()
    {
        sandbox.Caisson("tag", Sandbox.Busybox, "second:name").Succeeded();
        Assert.Contains("second", sandbox.Caisson("images").Succeeded().Out, StringComparison.Ordinal);
        Assert.Equal("x\n", sandbox.Caisson("run", "--rm", "second:name", "echo", "x").Succeeded().Out);
        sandbox.Caisson("rmi", "second:name").Succeeded();
        sandbox.Caisson("run", "--rm", "second:name", "true").Refused("second:name");
        Assert.Equal("x\n", sandbox.Run("echo", "x").Succeeded().Out);
    }

    [Fact]
    public void Root_directory_is_imported_as_it_is()
    {
        string directory = Directory.CreateDirectory(sandbox.NewPath("rootfs")).FullName;
        Directory.CreateDirectory(Path.Combine(directory, "bin"));
        File.Copy("/bin/busybox", Path.Combine(directory, "bin", "busybox"));
        File.WriteAllText(Path.Combine(directory, "marker"), "kept");
        sandbox.Caisson("image", "import", directory, "from-directory").Succeeded();
        Assert.Equal("kept", sandbox.Caisson("run", "--rm", "from-directory", "/bin/busybox", "cat", "/marker").Succeeded().Out);
    }

    [Fact]
    public void Truncated_archive_is_refused_and_leaves_no_image()
    {
        string directory = Directory.CreateDirectory(sandbox.NewPath("rootfs")).FullName;
        File.WriteAllText(Path.Combine(directory, "file"), new string('x', 100_000));
        string archive = sandbox.NewPath("tar");
        Command.Run("/bin/tar", "-C", directory, "-cf", archive, ".").Succeeded();
        using (FileStream file = File.OpenWrite(archive))
        {
            file.SetLength(50_000);
        }
        CommandResult result = sandbox.Caisson("image", "import", archive, "truncated");
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains(archive, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("truncated", sandbox.Caisson("images").Succeeded().Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Import_of_nothing_is_refused() => Assert.NotEqual(0, sandbox.Caisson("image", "import", "/no/such/source", "x").ExitCode);
}
