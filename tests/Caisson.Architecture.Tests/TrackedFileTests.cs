using System.Text.RegularExpressions;

namespace Caisson.Architecture.Tests;

/// <summary>What must hold for the text of the repository as a whole.</summary>
public sealed partial class TrackedFileTests(ITestOutputHelper output)
{
    private const int LongestSourceFile = 500;
    private const int WorthALook = 300;

    // Top-level directories that people and build machines keep checkouts in.
    [GeneratedRegex(@"(?<![A-Za-z0-9_./-])/(work|farm|builds|Users)/[A-Za-z]")]
    private static partial Regex CheckoutPath();

    [Fact]
    public void No_tracked_file_holds_a_path_of_a_build_machine()
    {
        List<string> wrong = [];
        foreach (string file in Repository.TrackedFiles())
        {
            int number = 0;
            foreach (string line in File.ReadLines(Path.Combine(Repository.Root, file)))
            {
                number++;
                if (line.Contains(Repository.Root + "/", StringComparison.Ordinal) || CheckoutPath().IsMatch(line))
                {
                    wrong.Add($"{file}:{number}: {line.Trim()}");
                }
            }
        }
        Assert.Empty(wrong);
    }

    [Fact]
    public void No_source_file_is_longer_than_five_hundred_lines()
    {
        var lengths = Repository.CSharpFiles("src")
            .Select(file => (Name: Repository.Shown(file), Lines: File.ReadLines(file).Count()))
            .OrderByDescending(file => file.Lines)
            .ToList();
        foreach ((string name, int lines) in lengths.Where(file => file.Lines > WorthALook))
        {
            output.WriteLine($"{lines,5} {name}");
        }
        Assert.DoesNotContain(lengths, file => file.Lines > LongestSourceFile);
    }

    [Fact]
    public void Every_public_type_stands_in_a_file_of_its_name()
    {
        List<string> wrong = [];
        foreach (string file in Repository.CSharpFiles("src"))
        {
            // Container.cs, Container.Exec.cs (a partial by aspect).
            string expected = Path.GetFileName(file).Split('.')[0];
            wrong.AddRange(
                from line in File.ReadLines(file)
                let match = PublicType().Match(line)
                where match.Success && !string.Equals(match.Groups["name"].Value, expected, StringComparison.Ordinal)
                select $"{Repository.Shown(file)} declares {match.Groups["name"].Value}");
        }
        Assert.Empty(wrong);
    }

    [GeneratedRegex(@"^public (?:(?:static|sealed|abstract|partial|readonly|ref|unsafe) )*(?:class|struct|interface|enum|record struct|record class|record) (?<name>\w+)")]
    private static partial Regex PublicType();
}
