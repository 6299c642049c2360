using System.Diagnostics;
using System.Globalization;
using Caisson.Linux.Cgroups;
using Caisson.Linux.Files;
using Caisson.Runtime.Cgroups;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Runtime.Tests.Cgroups;

/// <summary>A cgroup path of this test alone, and processes inside; everything is killed and removed at the end.</summary>
internal sealed class CgroupFixture : IDisposable
{
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static int _count;
    private readonly List<Process> _processes = [];
    private readonly List<Cgroup> _opened = [];

    internal CgroupFixture(CgroupLayout layout)
    {
        Layout = layout;
        Path = string.Create(CultureInfo.InvariantCulture, $"/caisson-test-{Environment.ProcessId}-{Interlocked.Increment(ref _count)}");
    }

    internal CgroupLayout Layout { get; }

    internal string Path { get; }

    internal bool IsUnified => Layout.Kind == CgroupLayoutKind.Unified;

    internal Cgroup Create(Caisson.Oci.Runtime.ResourcesSpec? resources = null, string? below = null)
    {
        Cgroup cgroup = Cgroup.Create(Layout, Path + below, CgroupPlan.For(resources, Layout, controlDevices: resources?.Devices.Count > 0));
        _opened.Add(cgroup);
        return cgroup;
    }

    internal bool Exists(string? below = null) => Layout.Hierarchies.Any(h => Directory.Exists(h.MountPoint + Path + below));

    internal string Read(string controller, string file) =>
        File.ReadAllText($"{Layout.Find(controller)!.MountPoint}{Path}/{file}").TrimEnd();

    internal string ReadUnified(string file) => File.ReadAllText($"{Layout.Unified!.MountPoint}{Path}/{file}").TrimEnd();

    /// <summary>Starts a shell that enters the cgroup by itself and then runs the script.</summary>
    internal Process Start(string script, string? below = null)
    {
        string enter = string.Concat(Layout.Hierarchies
            .Where(h => h.IsUnified == IsUnified)
            .Select(h => $"echo 0 > {h.MountPoint}{Path}{below}/{(h.IsUnified ? "cgroup.procs" : "tasks")} || exit 99; "));
        var start = new ProcessStartInfo("/bin/sh") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardInput = true };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(enter + "echo inside; " + script);
        Process process = Process.Start(start)!;
        _processes.Add(process);
        Assert.Equal("inside", process.StandardOutput.ReadLine());
        return process;
    }

    internal (int ExitCode, string Output) Run(string script)
    {
        Process process = Start(script);
        process.StandardInput.Close();
        string output = process.StandardOutput.ReadToEnd();
        Assert.True(process.WaitForExit(Patience));
        return (process.ExitCode, output);
    }

    public void Dispose()
    {
        foreach (Cgroup cgroup in _opened)
        {
            cgroup.Dispose();
        }

        using (Cgroup? left = Cgroup.TryOpen(Layout, Path))
        {
            left?.Kill(Patience);
            left?.Remove(Patience);
        }

        foreach (Process process in _processes)
        {
            process.WaitForExit(Patience);
            process.Dispose();
        }

        Assert.False(Exists());
    }
}
