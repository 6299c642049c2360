using Caisson.Integration.Tests.Harness;

namespace Caisson.Integration.Tests.Run;

/// <summary>The built-in image reports what a process inside really sees.</summary>
public sealed class HelloTests(Sandbox sandbox) : IClassFixture<Sandbox>
{
    [Fact]
    public void Hello_needs_no_import_and_reports_its_surroundings()
    {
        string greeting = sandbox.Caisson("run", "--rm", "--hostname", "greeter", "--memory", "64m", "caisson/hello").Succeeded().Out;
        foreach (string expected in new[] { "greeter", "0xa80425fb", "67108864", "lo" })
        {
            Assert.Contains(expected, greeting, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Hello_reports_changes_and_not_a_fixed_text()
    {
        string plain = sandbox.Caisson("run", "--rm", "--hostname", "box", "caisson/hello").Succeeded().Out;
        string bare = sandbox.Caisson(
            "run", "--rm", "--hostname", "box", "--cap-drop", "ALL", "--read-only", "--security-opt", "no-new-privileges", "caisson/hello").Succeeded().Out;
        Assert.DoesNotContain("0xa80425fb", bare, StringComparison.Ordinal);
        Assert.NotEqual(plain, bare);
    }
}
