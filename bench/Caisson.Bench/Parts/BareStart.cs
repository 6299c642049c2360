using Caisson.Bench.Peers;
using Caisson.Bench.Reports;

namespace Caisson.Bench.Parts;

/// <summary>A runtime on a bundle: start to exit of <c>true</c>.</summary>
internal static class BareStart
{
    public static Section Measure(Lab lab)
    {
        string bundle = Bundle.Write(lab, "bench-bare", "/bin/true");
        Contender[] contenders =
        [
            new("caisson-runtime run", Run(lab.Executable("caisson-runtime"), "caisson-runtime"), IsOurs: true),
            new("crun run", Run("/usr/bin/crun", "crun")),
            new("runc run", Run("/usr/sbin/runc", "runc")),
            new(
                "bwrap",
                ["/usr/bin/bwrap", "--unshare-all", "--bind", lab.Rootfs, "/", "--proc", "/proc", "--dev", "/dev", "--die-with-parent", "/bin/true"],
                Remark: "no cgroup, seccomp or masks"),
        ];
        return Section.OfTimings("bare", "a runtime on the same bundle, start to exit of true", Sampler.Measure(lab.Spawn, contenders, lab.Samples(80)));

        string[] Run(string runtime, string name) => [runtime, "--root", lab.MakeDirectory("state-" + name), "run", "--bundle", bundle, "bench-" + name];
    }
}
