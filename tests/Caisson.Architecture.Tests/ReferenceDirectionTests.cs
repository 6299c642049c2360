using System.Xml.Linq;

namespace Caisson.Architecture.Tests;

/// <summary>References run downwards only, as ARCHITECTURE.md says.</summary>
public sealed class ReferenceDirectionTests
{
    /// <summary>
    /// What each project may reference. Adding a line here is a decision about the architecture. Runtime and Images never see each other;
    /// Supervision never sees Images, so that the monitor stays small; a composition root sees the one library that it is the face of,
    /// and what that library's interface speaks of.
    /// </summary>
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Caisson.Oci"] = [],
        ["Caisson.Linux"] = [],
        ["Caisson.Runtime"] = ["Caisson.Oci", "Caisson.Linux"],
        ["Caisson.Images"] = ["Caisson.Oci", "Caisson.Linux"],
        ["Caisson.Supervision"] = ["Caisson.Oci", "Caisson.Linux", "Caisson.Runtime"],
        ["Caisson"] = ["Caisson.Oci", "Caisson.Linux", "Caisson.Runtime", "Caisson.Images", "Caisson.Supervision"],
        ["Caisson.Cli"] = ["Caisson"],
        ["Caisson.Runtime.Cli"] = ["Caisson.Oci", "Caisson.Linux", "Caisson.Runtime"],
        ["Caisson.Monitor"] = ["Caisson.Linux", "Caisson.Supervision"],
        ["Caisson.Init"] = ["Caisson.Linux"],
    };

    [Fact]
    public void Every_project_has_its_place_in_the_table()
    {
        IEnumerable<string> projects = ProjectFiles().Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal);
        Assert.Equal(Allowed.Keys.Order(StringComparer.Ordinal), projects);
    }

    [Fact]
    public void Projects_reference_only_what_stands_below_them()
    {
        List<string> wrong = [];
        foreach (string file in ProjectFiles())
        {
            string project = Path.GetFileNameWithoutExtension(file);
            string[] allowed = Allowed.GetValueOrDefault(project, []);
            wrong.AddRange(References(file).Where(reference => !allowed.Contains(reference)).Select(reference => $"{project} references {reference}"));
        }
        Assert.Empty(wrong);
    }

    [Fact]
    public void Libraries_take_no_packages()
    {
        // The executables' size and start-up time are the product; a package enters through a decision that also changes this test.
        IEnumerable<string> packages =
            from file in ProjectFiles()
            from package in XDocument.Load(file).Descendants("PackageReference")
            select $"{Path.GetFileNameWithoutExtension(file)}: {package.Attribute("Include")?.Value}";
        Assert.Empty(packages);
    }

    [Fact]
    public void Command_line_shows_through_the_library_only()
    {
        // Transitive references make lower layers visible to the compiler. Only the composition root's table above keeps them out of the
        // project file; this keeps them out of its code. Caisson.Images is not among them: Engine.Images is a part of the library's API.
        string[] lower = ["Caisson.Runtime.Mounts", "Caisson.Runtime.Cgroups", "Caisson.Runtime.Seccomp", "Caisson.Supervision.Monitors", "Caisson.Supervision.Protocol"];
        IEnumerable<string> wrong =
            from file in Repository.CSharpFiles("src/Caisson.Cli")
            from line in File.ReadLines(file)
            from name in lower
            where line.StartsWith($"using {name}", StringComparison.Ordinal)
            select $"{Repository.Shown(file)}: {line}";
        Assert.Empty(wrong);
    }

    private static string[] ProjectFiles() => Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories);

    private static IEnumerable<string> References(string projectFile) =>
        from reference in XDocument.Load(projectFile).Descendants("ProjectReference")
        select Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/'));
}
