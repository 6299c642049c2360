using Caisson.Containers;

namespace Caisson.Compilation;

/// <summary>The environment of a container's process: Docker's defaults, then the user's variables, then what only the image has.</summary>
internal static class ProcessEnvironment
{
    /// <summary>The search path when neither the image nor the user has one.</summary>
    internal const string DefaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    internal static IReadOnlyList<string> Of(ContainerSpec spec, IReadOnlyList<string> image, string hostname, string home)
    {
        // A variable without a value removes: it stands for its name until the end, so that neither the image nor a default brings it back.
        var variables = new List<string> { "PATH=" + DefaultPath, "HOSTNAME=" + hostname };
        if (spec.Terminal)
            variables.Add("TERM=xterm");
        variables.Add("HOME=" + home);
        int defaults = variables.Count;
        foreach (string variable in spec.Environment)
            Set(variables, variable);
        int said = variables.Count;
        foreach (string variable in image)
        {
            int index = IndexOf(variables, NameOf(variable));
            if (index < 0 || index >= said)
                Set(variables, variable);
            else if (index < defaults && !IsSaid(spec.Environment, NameOf(variable)))
                variables[index] = variable;
        }

        variables.RemoveAll(static variable => !variable.Contains('='));
        return variables;
    }

    /// <summary>The environment of another process in the container: the first one's with the caller's changes.</summary>
    /// <param name="first">The first process's.</param>
    /// <param name="said">What the caller said; a name without a value removes.</param>
    /// <param name="home">The home directory of another user; null keeps the first process's.</param>
    /// <param name="terminal">Whether it has a terminal.</param>
    internal static IReadOnlyList<string> ForExec(IReadOnlyList<string> first, IReadOnlyList<string> said, string? home, bool terminal)
    {
        var variables = new List<string>(first);
        if (home is not null)
            Set(variables, "HOME=" + home);
        if (terminal && IndexOf(variables, "TERM") < 0)
            variables.Add("TERM=xterm");
        foreach (string variable in said)
            Set(variables, variable);
        variables.RemoveAll(static variable => !variable.Contains('='));
        return variables;
    }

    private static void Set(List<string> variables, string variable)
    {
        int index = IndexOf(variables, NameOf(variable));
        if (index < 0)
            variables.Add(variable);
        else
            variables[index] = variable;
    }

    private static bool IsSaid(IReadOnlyList<string> said, ReadOnlySpan<char> name) => IndexOf(said, name) >= 0;

    private static int IndexOf(IReadOnlyList<string> variables, ReadOnlySpan<char> name)
    {
        for (int i = 0; i < variables.Count; i++)
        {
            if (NameOf(variables[i]).SequenceEqual(name))
                return i;
        }

        return -1;
    }

    private static ReadOnlySpan<char> NameOf(string variable)
    {
        int equals = variable.IndexOf('=');
        return equals < 0 ? variable : variable.AsSpan(0, equals);
    }
}
