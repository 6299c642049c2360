namespace Caisson.Cli.Arguments;

/// <summary>Finds what somebody probably meant to type.</summary>
internal static class Suggestion
{
    private const int LongestInput = 40;

    /// <summary>The nearest of some words, or null when none is within two edits, or one for short words.</summary>
    public static string? Nearest(string typed, IEnumerable<string> words)
    {
        if (typed.Length is 0 or > LongestInput)
        {
            return null;
        }

        string? nearest = null;
        int least = typed.Length <= 3 ? 2 : 3;
        foreach (string word in words)
        {
            int distance = Distance(typed, word);
            if (distance < least)
            {
                (nearest, least) = (word, distance);
            }
        }

        return nearest;
    }

    // Insertions, deletions and replacements between two words (Levenshtein), one row of the matrix at a time.
    private static int Distance(string from, string to)
    {
        Span<int> row = stackalloc int[LongestInput + 1];
        for (int i = 0; i <= from.Length; i++)
        {
            row[i] = i;
        }

        for (int j = 1; j <= to.Length; j++)
        {
            int diagonal = row[0];
            row[0] = j;
            for (int i = 1; i <= from.Length; i++)
            {
                int replaced = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[i];
                row[i] = Math.Min(replaced, 1 + Math.Min(row[i], row[i - 1]));
            }
        }

        return row[from.Length];
    }
}
