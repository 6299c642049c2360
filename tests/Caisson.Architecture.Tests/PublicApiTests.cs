using System.Reflection;

namespace Caisson.Architecture.Tests;

/// <summary>
/// The public API of the library as text, so that a change of it shows in review. To accept a change:
/// <c>CAISSON_ACCEPT_PUBLIC_API=1 ./test unit PublicApi</c>, then commit the file.
/// </summary>
public sealed class PublicApiTests
{
    [Fact]
    public void Public_api_of_the_library_is_the_accepted_one()
    {
        string golden = Path.Combine(Repository.Root, "tests", "Caisson.Architecture.Tests", "PublicApi", "Caisson.txt");
        string actual = ApiText.Of(Assembly.Load("Caisson"));
        if (string.Equals(Environment.GetEnvironmentVariable("CAISSON_ACCEPT_PUBLIC_API"), "1", StringComparison.Ordinal))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(golden)!);
            File.WriteAllText(golden, actual);
        }
        string accepted = File.ReadAllText(golden);
        string[] before = accepted.Split('\n'), now = actual.Split('\n');
        string difference = string.Join('\n', before.Except(now).Select(line => "- " + line).Concat(now.Except(before).Select(line => "+ " + line)));
        Assert.True(string.Equals(accepted, actual, StringComparison.Ordinal), $"the public API changed:\n{difference}");
    }
}
