using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Caisson.Architecture.Tests;

/// <summary>The kernel has one door, Caisson.Linux. The banned-symbols files hold this while compiling; these tests hold the files' reach.</summary>
public sealed partial class NativeCodeTests
{
    private const string Door = "Caisson.Linux";

    [GeneratedRegex(@"\b(DllImport|LibraryImport|UnmanagedCallersOnly|NativeMemory|Marshal)\b|\bunsafe\b|\bstackalloc\b.*\*|delegate\*")]
    private static partial Regex NativeWord();

    [Fact]
    public void Native_calls_and_unsafe_code_stand_in_one_project()
    {
        IEnumerable<string> wrong =
            from file in Repository.CSharpFiles("src")
            where !Repository.Shown(file).StartsWith($"src/{Door}/", StringComparison.Ordinal)
            from line in File.ReadLines(file).Select((text, index) => (text, number: index + 1))
            let code = line.text.Split("//", 2)[0]
            where NativeWord().IsMatch(code) && !InText(code)
            select $"{Repository.Shown(file)}:{line.number}: {line.text.Trim()}";
        Assert.Empty(wrong);
    }

    [Fact]
    public void Unsafe_blocks_are_allowed_in_one_project()
    {
        IEnumerable<string> projects =
            from file in Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories)
            where XDocument.Load(file).Descendants("AllowUnsafeBlocks").Any(element => string.Equals(element.Value, "true", StringComparison.Ordinal))
            select Path.GetFileNameWithoutExtension(file);
        Assert.Equal([Door], projects);
    }

    // A word inside a string literal ("unsafe procfs") is no code.
    private static bool InText(string code)
    {
        Match match = NativeWord().Match(code);
        return code.AsSpan(0, match.Index).Count('"') % 2 == 1;
    }
}
