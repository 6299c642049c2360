using System.Diagnostics;
using Caisson.Linux.Files;

namespace Caisson.Images.Tests;

/// <summary>What the machine lets a test do.</summary>
internal static class Here
{
    private static readonly (uint Uid, uint Gid) Ids = ReadIds();

    internal static uint Uid => Ids.Uid;

    internal static uint Gid => Ids.Gid;

    internal static void NeedsRoot() =>
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root: owners, devices and trusted attributes");

    internal static void NeedsProgram(string name)
    {
        bool found = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(p => File.Exists(Path.Combine(p, name)));
        Assert.SkipUnless(found, $"needs the program {name}");
    }

    /// <summary>Runs a program and returns what it printed; a failure fails the test.</summary>
    internal static string Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {errors.Result}");
        return output;
    }

    private static (uint Uid, uint Gid) ReadIds()
    {
        using var directory = new TemporaryDirectory();
        FileStatus status = FileCalls.Status(directory.Handle, "");
        return (status.Uid, status.Gid);
    }
}
