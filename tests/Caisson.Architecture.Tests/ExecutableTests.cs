using System.Diagnostics;

namespace Caisson.Architecture.Tests;

/// <summary>
/// Size and start-up time of the published executables. The bounds are generous: they catch a dependency that doubles a binary or a static
/// initialiser that doubles a start, not a slow machine. bench/run measures properly.
/// </summary>
public sealed class ExecutableTests
{
    private const int Samples = 25;
    private const double SlowestAgainstTrue = 10;

    [Theory]
    [InlineData("caisson", 16)]
    [InlineData("caisson-monitor", 8)]
    [InlineData("caisson-runtime", 8)]
    [InlineData("caisson-init", 4)]
    public void Executable_is_no_larger_than_its_bound(string name, int mebibytes)
    {
        long size = new FileInfo(Published(name)).Length;
        Assert.True(size <= mebibytes * 1024L * 1024, $"{name} has {size} bytes, more than {mebibytes} MiB");
    }

    [Theory]
    [InlineData("caisson")]
    [InlineData("caisson-monitor")]
    [InlineData("caisson-runtime")]
    [InlineData("caisson-init")]
    public void Executable_says_its_version_in_one_line(string name)
    {
        (int exitCode, string output) = Run(Published(name), "--version");
        Assert.Equal(0, exitCode);
        Assert.Matches(@"\A\S[^\n]*\d+\.\d+[^\n]*\n", output);
    }

    [Theory]
    [InlineData("caisson")]
    [InlineData("caisson-monitor")]
    [InlineData("caisson-runtime")]
    [InlineData("caisson-init")]
    public void Executable_starts_within_ten_times_the_time_of_true(string name)
    {
        string executable = Published(name);
        List<double> ours = [], theirs = [];
        for (int i = 0; i < Samples; i++)
        {
            theirs.Add(Time("/bin/true"));
            ours.Add(Time(executable, "--version"));
        }
        double ratio = Median(ours) / Median(theirs);
        Assert.True(ratio <= SlowestAgainstTrue, $"{name} --version takes {Median(ours):F2} ms, {ratio:F1} times as long as true");
    }

    [Fact]
    public void Folder_of_executables_holds_nothing_else()
    {
        Published("caisson");
        IEnumerable<string?> files = Directory.EnumerateFileSystemEntries(Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal);
        Assert.Equal(["caisson", "caisson-init", "caisson-monitor", "caisson-runtime"], files);
    }

    private static string Folder => Path.Combine(Repository.Root, "artifacts", "caisson");

    private static string Published(string name)
    {
        string path = Path.Combine(Folder, name);
        Assert.SkipUnless(File.Exists(path), "the executables are not built; run eng/build");
        return path;
    }

    private static double Time(string file, params string[] arguments)
    {
        long start = Stopwatch.GetTimestamp();
        Run(file, arguments);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static (int ExitCode, string Output) Run(string file, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, UseShellExecute = false })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
