using System.Text;

namespace Caisson.Cli.Output;

/// <summary>
/// Rows in aligned columns, as Docker prints them: a column is at least ten wide and three wider than its longest cell, the last
/// one is not padded. Cells are made safe for terminals.
/// </summary>
internal static class TextTable
{
    private const int MinimumWidth = 10;
    private const int Padding = 3;

    /// <summary>Prints the rows; all have as many cells as the first.</summary>
    public static void Write(TextOutput output, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var cells = new List<string[]>(rows.Count);
        int[] widths = rows.Count == 0 ? [] : new int[rows[0].Count];
        foreach (IReadOnlyList<string> row in rows)
        {
            var printable = new string[row.Count];
            for (int column = 0; column < printable.Length; column++)
            {
                printable[column] = Printable.Escape(row[column]);
                widths[column] = Math.Max(Math.Max(widths[column], MinimumWidth), Width(printable[column]) + Padding);
            }

            cells.Add(printable);
        }

        var line = new StringBuilder();
        foreach (string[] row in cells)
        {
            for (int column = 0; column < row.Length; column++)
            {
                line.Append(row[column]);
                if (column < row.Length - 1)
                {
                    line.Append(' ', widths[column] - Width(row[column]));
                }
            }

            output.WriteLine(line.ToString());
            line.Clear();
        }
    }

    private static int Width(string text)
    {
        int width = 0;
        foreach (Rune _ in text.EnumerateRunes())
        {
            width++;
        }

        return width;
    }
}
