using System.Diagnostics;

namespace Caisson.Runtime.Tests.Mounts;

/// <summary>A process in a mount namespace of its own, which ends with it.</summary>
internal sealed class OtherMountNamespace : IDisposable
{
    private readonly Process _process;

    private OtherMountNamespace(Process process) => _process = process;

    public int Pid => _process.Id;

    /// <summary>Starts it and waits until a shell script ran there.</summary>
    public static OtherMountNamespace Start(string script)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root");
        var start = new ProcessStartInfo("unshare", ["--mount", "--propagation", "private", "sh", "-c", $"{script} && echo ready && exec cat"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        var other = new OtherMountNamespace(Process.Start(start)!);
        string? line = other._process.StandardOutput.ReadLine();
        if (line != "ready")
        {
            other.Dispose();
            Assert.Fail($"the other mount namespace was not made: {line}");
        }

        return other;
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
