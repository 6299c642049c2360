using System.Diagnostics;

namespace Caisson.Architecture.Tests;

/// <summary>The source tree that these tests look at.</summary>
internal static class Repository
{
    /// <summary>The directory that holds Caisson.slnx, found upwards from the test assembly.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Paths of the tracked files, relative to <see cref="Root"/>; skips the test where this is no git checkout.</summary>
    public static IReadOnlyList<string> TrackedFiles()
    {
        var git = new ProcessStartInfo("git", ["-c", "safe.directory=*", "-C", Root, "ls-files", "-z"]) { RedirectStandardOutput = true, UseShellExecute = false };
        string list;
        try
        {
            using Process process = Process.Start(git)!;
            list = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            list = "";
        }
        string[] files = list.Split('\0', StringSplitOptions.RemoveEmptyEntries);
        Assert.SkipWhen(files.Length == 0, "this is no git checkout, so which files are tracked is not known");
        return [.. files.Where(file => File.Exists(Path.Combine(Root, file)))];
    }

    /// <summary>The C# files of a folder, without generated ones (build output stands in artifacts/, outside of it).</summary>
    public static IEnumerable<string> CSharpFiles(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories);

    /// <summary>A path as a message shows it: relative to the root.</summary>
    public static string Shown(string path) => Path.GetRelativePath(Root, path);

    private static string FindRoot()
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
