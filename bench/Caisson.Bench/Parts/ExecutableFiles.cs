using Caisson.Bench.Reports;

namespace Caisson.Bench.Parts;

/// <summary>Start time (<c>--version</c>) and size of each of our executables, beside the smallest program there is.</summary>
internal static class ExecutableFiles
{
    public static Section Measure(Lab lab)
    {
        Contender[] contenders =
        [
            new("/bin/true", ["/bin/true"]),
            .. new[] { "caisson", "caisson-monitor", "caisson-runtime", "caisson-init" }.Select(name =>
            {
                string path = lab.Executable(name);
                long size = File.Exists(path) ? new FileInfo(path).Length : 0;
                return new Contender($"{name} --version", [path, "--version"], Remark: $"{size / 1024.0 / 1024.0:F2} MiB");
            }),
        ];
        return Section.OfTimings("executables", "start time and size of our executables", Sampler.Measure(lab.Spawn, contenders, lab.Samples(80)));
    }
}
