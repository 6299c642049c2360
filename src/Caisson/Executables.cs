using Caisson.Linux.Processes;
using Microsoft.Win32.SafeHandles;

namespace Caisson;

/// <summary>Finds the programs that the engine starts.</summary>
internal sealed class Executables(string? directory)
{
    /// <summary>The supervisor of one container.</summary>
    internal SafeFileHandle OpenMonitor() => Open("caisson-monitor");

    /// <summary>Process 1 of containers and the first stage of exec.</summary>
    internal SafeFileHandle OpenInit() => Open("caisson-init");

    /// <summary>The path of caisson-init, from which the built-in image is made.</summary>
    internal string InitPath => Locate("caisson-init");

    private SafeFileHandle Open(string name) => SealedExecutable.Open(Locate(name));

    private string Locate(string name)
    {
        string beside = Path.GetDirectoryName(Environment.ProcessPath) ?? "/usr/local/bin";
        string[] candidates = directory is not null
            ? [Path.Combine(directory, name)]
            : [Path.Combine(beside, name), Path.GetFullPath(Path.Combine(beside, "../libexec/caisson", name))];
        return Array.Find(candidates, File.Exists)
            ?? throw new EngineException($"{name} is missing: looked for {string.Join(" and ", candidates)}; install it beside the program");
    }
}
