namespace Caisson.Bench.Parts;

/// <summary>The three engines, set up one by one; one that cannot be set up becomes a row that says why.</summary>
internal static class Engines
{
    /// <param name="prepare">Makes what is timed, and its check, from the engine's command line.</param>
    public static void Add(
        Lab lab, List<Contender> contenders, List<Timing> unable, Func<Func<string[], string[]>, (string[] Timed, string[] Check)> prepare, string what)
    {
        (string Name, Func<Func<string[], string[]>> Command)[] engines =
        [
            ("caisson", () => lab.Ours.Command),
            ("podman", () => lab.Podman.Command),
            ("docker", () => lab.Docker.Command),
        ];
        foreach ((string name, Func<Func<string[], string[]>> command) in engines)
        {
            bool isOurs = name == "caisson";
            try
            {
                (string[] timed, string[] check) = prepare(command());
                contenders.Add(new Contender($"{name} {what}", timed, check, isOurs));
            }
            catch (CommandFailedException error)
            {
                unable.Add(new Timing(new Contender($"{name} {what}", [], IsOurs: isOurs), [], [], error.Message));
            }
        }
    }
}
