using Caisson.Bench;
using Caisson.Bench.Parts;
using Caisson.Bench.Peers;
using Caisson.Bench.Reports;

Settings settings;
try
{
    settings = Settings.Parse(args);
}
catch (ArgumentException error)
{
    Console.Error.WriteLine($"bench: {error.Message}");
    return 2;
}

using var lab = new Lab(settings);
List<Section> sections = [];
(string Name, Func<Lab, Section> Measure)[] parts =
[
    ("executables", ExecutableFiles.Measure),
    ("bare", BareStart.Measure),
    ("engine", EngineRun.Measure),
    ("exec", ExecInContainer.Measure),
    ("memory", IdleMemory.Measure),
];
foreach ((string name, Func<Lab, Section> measure) in parts)
{
    if (settings.Only.Count == 0 || settings.Only.Contains(name))
    {
        Console.Error.WriteLine($"bench: measuring {name}");
        sections.Add(measure(lab));
    }
}

if (settings.Json)
{
    JsonReport.Write(Console.OpenStandardOutput(), sections);
}
else
{
    TextReport.Write(Console.Out, sections);
}
return 0;
