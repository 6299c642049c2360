using System.Globalization;

namespace Caisson.Integration.Tests.Harness;

/// <summary>A detached container of a test's. Disposing removes it, whatever state it is in.</summary>
internal sealed class RunningContainer : IDisposable
{
    private readonly Sandbox _sandbox;

    public RunningContainer(Sandbox sandbox, string[] arguments)
    {
        _sandbox = sandbox;
        Id = sandbox.Caisson(["run", "--detach", .. arguments]).Succeeded().Out.TrimEnd('\n');
        Assert.Matches("^[0-9a-f]{64}$", Id);
    }

    public string Id { get; }

    /// <summary>The pid of its first process, as the host sees it.</summary>
    public int Pid => int.Parse(Inspect("{{.State.Pid}}"), CultureInfo.InvariantCulture);

    public string Inspect(string template) => _sandbox.Caisson("inspect", "--format", template, Id).Succeeded().Out.TrimEnd('\n');

    public CommandResult Exec(params string[] arguments) => _sandbox.Caisson(["exec", Id, .. arguments]);

    /// <summary>One file of its cgroup, trimmed.</summary>
    public string CgroupFile(string controller, string file) => File.ReadAllText(Path.Combine(Host.CgroupOf(Pid, controller), file)).Trim();

    public void Dispose() => _sandbox.Caisson("rm", "--force", Id).Succeeded();
}
