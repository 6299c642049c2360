namespace Caisson.Bench;

/// <summary>Times contenders in turn, so that what the machine does meanwhile hits all of them alike.</summary>
internal static class Sampler
{
    private static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(100);

    public static List<Timing> Measure(Spawn spawn, IReadOnlyList<Contender> contenders, int samples)
    {
        Dictionary<Contender, string> failures = [];
        foreach (Contender contender in contenders)
        {
            try
            {
                if (contender.Check is not null && spawn.Capture(contender.Check) is var said && said != "ok")
                {
                    throw new CommandFailedException($"it ended with 0, but what it ran printed \"{said}\" instead of \"ok\"");
                }

                // Twice before it counts: page cache, and state that the first use makes.
                spawn.Run(contender.Command);
                spawn.Run(contender.Command);
            }
            catch (CommandFailedException error)
            {
                failures[contender] = error.Message;
            }
        }
        Contender[] able = [.. contenders.Where(contender => !failures.ContainsKey(contender))];
        Dictionary<Contender, List<double>> backToBack = Rounds(TimeSpan.Zero), withGaps = Rounds(Gap);
        return [.. contenders.Select(contender => new Timing(
            contender, backToBack.GetValueOrDefault(contender, []), withGaps.GetValueOrDefault(contender, []), failures.GetValueOrDefault(contender)))];

        Dictionary<Contender, List<double>> Rounds(TimeSpan gap)
        {
            Dictionary<Contender, List<double>> times = able.ToDictionary(contender => contender, _ => new List<double>(samples));
            for (int round = 0; round < samples; round++)
            {
                // Each round begins with another one, so that nobody always follows the same neighbour at the start.
                for (int i = 0; i < able.Length; i++)
                {
                    Contender contender = able[(i + round) % able.Length];
                    if (failures.ContainsKey(contender))
                    {
                        continue;
                    }
                    if (gap > TimeSpan.Zero)
                    {
                        Thread.Sleep(gap);
                    }
                    try
                    {
                        times[contender].Add(spawn.Run(contender.Command));
                    }
                    catch (CommandFailedException error)
                    {
                        failures[contender] = $"in round {round + 1}: {error.Message}";
                    }
                }
            }
            return times;
        }
    }
}
