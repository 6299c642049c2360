namespace Caisson.Runtime.Processes;

/// <summary>Where a program's name may lead, as execvp(3) and the shells look it up.</summary>
public static class ProgramSearch
{
    private const string DefaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /// <summary>The paths to try in order: the name itself when it has a slash, else the name in each directory of PATH.</summary>
    public static IReadOnlyList<string> Candidates(string name, IReadOnlyList<string> environment)
    {
        if (name.Length == 0 || name.Contains('/', StringComparison.Ordinal))
        {
            return [name];
        }

        const string Variable = "PATH=";
        string path = DefaultPath;
        foreach (string entry in environment)
        {
            if (entry.StartsWith(Variable, StringComparison.Ordinal))
            {
                path = entry[Variable.Length..];
            }
        }

        // An empty entry of PATH is the working directory (execvp(3)), which an image's author hardly means; it is left out.
        string[] directories = path.Split(':', StringSplitOptions.RemoveEmptyEntries);
        return directories.Length == 0 ? [name] : Array.ConvertAll(directories, d => d.EndsWith('/') ? d + name : $"{d}/{name}");
    }
}
