namespace Caisson.Integration.Tests.Harness;

/// <summary>Where the built executables are: <c>CAISSON_BIN</c>, or artifacts/caisson of this repository.</summary>
internal static class Executables
{
    public static string RepositoryRoot { get; } = FindRepositoryRoot();

    public static string Folder { get; } =
        Environment.GetEnvironmentVariable("CAISSON_BIN") ?? Path.Combine(RepositoryRoot, "artifacts", "caisson");

    public static string Caisson => Find("caisson");

    public static string Runtime => Find("caisson-runtime");

    private static string Find(string name)
    {
        string path = Path.Combine(Folder, name);
        return File.Exists(path) ? path : throw new FileNotFoundException($"{path} is missing: run eng/build, or set CAISSON_BIN", path);
    }

    private static string FindRepositoryRoot()
    {
        for (string? directory = AppContext.BaseDirectory; directory is not null; directory = Path.GetDirectoryName(directory))
        {
            if (File.Exists(Path.Combine(directory, "Caisson.slnx")))
            {
                return directory;
            }
        }
        throw new InvalidOperationException("no directory above the test assembly holds Caisson.slnx");
    }
}
