using Caisson.Bench.Peers;
using Caisson.Bench.Reports;

namespace Caisson.Bench.Parts;

/// <summary>The whole engine: image, overlay, logs, no network, removed at the end.</summary>
internal static class EngineRun
{
    public static Section Measure(Lab lab)
    {
        string[] run = ["run", "--rm", "--network", "none", Busybox.ImageName];
        List<Contender> contenders = [];
        List<Timing> unable = [];
        Engines.Add(lab, contenders, unable, command => (command([.. run, "true"]), command([.. run, "echo", "ok"])), "run --rm --network none");
        return Section.OfTimings(
            "engine", "run --rm --network none busybox true", [.. unable, .. Sampler.Measure(lab.Spawn, contenders, lab.Samples(25, quick: 3))]);
    }
}
