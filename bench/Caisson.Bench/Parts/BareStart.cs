using Caisson.Bench.Peers;
using Caisson.Bench.Reports;

namespace Caisson.Bench.Parts;

/// <summary>A runtime on a bundle: start to exit of <c>true</c>.</summary>
internal static class BareStart
{
    public static Section Measure(Lab lab)
    {
        string bundle = Bundle.Write(lab, "bench-bare", "/bin/true");
        string check = Bundle.Write(lab, "bench-bare-check", "/bin/echo", "ok");
        string[] bwrap = ["/usr/bin/bwrap", "--unshare-all", "--bind", lab.Rootfs, "/", "--proc", "/proc", "--dev", "/dev", "--die-with-parent"];
        Contender[] contenders =
        [
            Runtime(lab.Executable("caisson-runtime"), "caisson-runtime", isOurs: true),
            Runtime("/usr/bin/crun", "crun"),
            Runtime("/usr/sbin/runc", "runc"),
            new("bwrap", [.. bwrap, "/bin/true"], [.. bwrap, "/bin/echo", "ok"], Remark: "no cgroup, seccomp or masks"),
        ];
        return Section.OfTimings("bare", "a runtime on the same bundle, start to exit of true", Sampler.Measure(lab.Spawn, contenders, lab.Samples(80)));

        Contender Runtime(string runtime, string name, bool isOurs = false)
        {
            string[] run = [runtime, "--root", lab.MakeDirectory("state-" + name), "run", "--bundle"];
            return new Contender($"{name} run", [.. run, bundle, "bench-" + name], [.. run, check, "bench-" + name], isOurs);
        }
    }
}
