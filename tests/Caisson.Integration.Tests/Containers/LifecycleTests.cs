using System.Text.Json;
using Caisson.Integration.Tests.Harness;

namespace Caisson.Integration.Tests.Containers;

/// <summary>ps, inspect, kill, rm and run -d.</summary>
public sealed class LifecycleTests(Sandbox sandbox) : IClassFixture<Sandbox>
{
    [Fact]
    public void Run_detached_returns_when_the_container_runs()
    {
        using RunningContainer box = sandbox.Detached("--name", "visible", "--label", "colour=blue");
        Assert.Equal("running", box.Inspect("{{.State.Status}}"));
        Assert.True(Directory.Exists($"/proc/{box.Pid}"));
        Assert.Contains("visible", sandbox.Caisson("ps").Succeeded().Out, StringComparison.Ordinal);
        Assert.Equal(box.Id + "\n", sandbox.Caisson("ps", "--quiet", "--no-trunc", "--filter", "label=colour=blue").Succeeded().Out);
    }

    [Fact]
    public void Inspect_is_an_array_of_docker_shaped_objects()
    {
        using RunningContainer box = sandbox.Detached();
        using JsonDocument document = JsonDocument.Parse(sandbox.Caisson("inspect", box.Id).Succeeded().OutBytes);
        JsonElement container = Assert.Single(document.RootElement.EnumerateArray());
        Assert.Equal(box.Id, container.GetProperty("Id").GetString());
        Assert.Equal("running", container.GetProperty("State").GetProperty("Status").GetString());
        Assert.Equal(box.Pid, container.GetProperty("State").GetProperty("Pid").GetInt32());
        Assert.Equal("sleep", container.GetProperty("Path").GetString());
    }

    [Fact]
    public void Running_container_is_removed_by_force_only()
    {
        using RunningContainer box = sandbox.Detached("--name", "stubborn");
        sandbox.Caisson("rm", "stubborn").FailedWith(1, "stubborn");
        sandbox.Caisson("rm", "--force", "stubborn").Succeeded();
        Assert.Equal("", sandbox.Caisson("ps", "--all", "--quiet", "--filter", "name=stubborn").Succeeded().Out);
    }

    [Fact]
    public void Kill_sends_the_signal_that_is_named()
    {
        string id = sandbox.Caisson("run", "-d", Sandbox.Busybox, "sh", "-c", "trap 'exit 11' USR1; echo ready; while :; do sleep 0.05; done").Succeeded().Out.Trim();
        Host.Eventually(() => sandbox.Caisson("logs", id).Out == "ready\n", "the container never got ready");
        sandbox.Caisson("kill", "--signal", "USR1", id).Succeeded();
        Host.Eventually(() => sandbox.Caisson("inspect", "--format", "{{.State.ExitCode}}", id).Out == "11\n", "the signal never arrived");
    }

    [Fact]
    public void Detached_container_with_rm_goes_by_itself()
    {
        string id = sandbox.Caisson("run", "-d", "--rm", Sandbox.Busybox, "true").Succeeded().Out.Trim();
        Host.Eventually(() => sandbox.Caisson("ps", "--all", "--quiet", "--no-trunc").Out.Contains(id, StringComparison.Ordinal) == false, "it is still listed");
        Assert.Empty(Host.CgroupsNaming(id));
    }

    [Fact]
    public void Short_id_names_a_container()
    {
        using RunningContainer box = sandbox.Detached();
        Assert.Equal(box.Id + "\n", sandbox.Caisson("inspect", "--format", "{{.Id}}", box.Id[..12]).Succeeded().Out);
    }
}
