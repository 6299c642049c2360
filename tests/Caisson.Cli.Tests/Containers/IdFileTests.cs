using Caisson.Cli.Containers;

namespace Caisson.Cli.Tests.Containers;

public sealed class IdFileTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("caisson-cli-").FullName;

    [Fact]
    public void An_id_is_kept_and_a_second_run_with_the_same_file_fails()
    {
        string path = Path.Combine(_directory, "cid");
        using (IdFile file = IdFile.Create(path))
        {
            file.Write("abc");
        }

        Assert.Equal("abc", File.ReadAllText(path));
        Assert.Contains("exists", Assert.Throws<UsageException>(() => IdFile.Create(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_container_no_file_is_left()
    {
        string path = Path.Combine(_directory, "cid");
        IdFile.Create(path).Dispose();
        Assert.False(File.Exists(path));
    }

    [Fact]
    public void A_pid_file_is_replaced()
    {
        string path = Path.Combine(_directory, "pid");
        File.WriteAllText(path, "123456789");
        IdFile.Replace(path, 42);
        Assert.Equal("42", File.ReadAllText(path));
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
