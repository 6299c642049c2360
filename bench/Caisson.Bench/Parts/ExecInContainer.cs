using Caisson.Bench.Peers;
using Caisson.Bench.Reports;

namespace Caisson.Bench.Parts;

/// <summary><c>exec true</c> in a container that waits.</summary>
internal static class ExecInContainer
{
    private const string Name = "bench-exec";

    public static Section Measure(Lab lab)
    {
        List<Contender> contenders = [];
        List<Timing> unable = [];
        List<string[]> removals = [];
        Engines.Add(
            lab,
            contenders,
            unable,
            command =>
            {
                lab.Spawn.Run(command(["run", "--detach", "--network", "none", "--name", Name, Busybox.ImageName, "sleep", "100000"]));
                removals.Add(command(["rm", "--force", Name]));
                return (command(["exec", Name, "true"]), command(["exec", Name, "echo", "ok"]));
            },
            "exec");
        string bundle = Bundle.Write(lab, "bench-exec", "/bin/sleep", "100000");
        AddRuntime("caisson-runtime", lab.Executable("caisson-runtime"));
        AddRuntime("crun", "/usr/bin/crun");
        AddRuntime("runc", "/usr/sbin/runc");
        List<Timing> timings = [.. unable, .. Sampler.Measure(lab.Spawn, contenders, lab.Samples(25, quick: 3))];
        foreach (string[] removal in removals)
        {
            lab.Spawn.Run(removal);
        }
        return Section.OfTimings("exec", "exec true in a running container", timings);

        void AddRuntime(string name, string runtime)
        {
            string[] command = [runtime, "--root", lab.MakeDirectory("state-" + name)];
            string id = $"{Name}-{name}";
            var contender = new Contender($"{name} exec", [.. command, "exec", id, "/bin/true"], [.. command, "exec", id, "/bin/echo", "ok"]);
            try
            {
                lab.Spawn.Run([.. command, "run", "--detach", "--bundle", bundle, id]);
                removals.Add([.. command, "delete", "--force", id]);
                contenders.Add(contender);
            }
            catch (CommandFailedException error)
            {
                unable.Add(new Timing(contender, [], [], error.Message));
            }
        }
    }
}
