using Caisson.Integration.Tests.Harness;

namespace Caisson.Integration.Tests.Run;

/// <summary>Environment, working directory, names: what the process finds around it.</summary>
public sealed class EnvironmentTests(Sandbox sandbox) : IClassFixture<Sandbox>
{
    private string[] Env(params string[] options) => sandbox.Caisson(["run", "--rm", .. options, Sandbox.Busybox, "env"]).Succeeded().Lines;

    [Fact]
    public void Defaults_are_docker_s_and_nothing_of_the_caller_s_leaks_in()
    {
        string[] names = [.. Env().Select(line => line.Split('=')[0]).Order(StringComparer.Ordinal)];
        Assert.Equal(["HOME", "HOSTNAME", "PATH"], names);
    }

    [Fact]
    public void Variables_are_set_in_order_and_the_last_one_wins() => Assert.Contains("A=2", Env("-e", "A=1", "-e", "A=2"));

    [Fact]
    public void Value_may_hold_anything() => Assert.Contains("A= b=c $d \"", Env("-e", "A= b=c $d \""));

    [Fact]
    public void Variable_without_value_is_taken_from_the_caller()
    {
        sandbox.Run("true").Succeeded();
        using Command run = Command.Start(
            Executables.Caisson,
            ["--root", sandbox.Root, "run", "--rm", "-e", "FROM_CALLER", "-e", "NOT_SET", Sandbox.Busybox, "env"],
            input: [],
            new Dictionary<string, string?>(StringComparer.Ordinal) { ["FROM_CALLER"] = "yes" });
        string[] lines = run.Wait().Succeeded().Lines;
        Assert.Contains("FROM_CALLER=yes", lines);
        Assert.DoesNotContain(lines, line => line.StartsWith("NOT_SET", StringComparison.Ordinal));
    }

    [Fact]
    public void Env_file_sets_variables_and_skips_comments()
    {
        string file = sandbox.NewPath("env");
        File.WriteAllText(file, "# comment\nONE=1\n\nTWO=two words\n");
        string[] lines = Env("--env-file", file);
        Assert.Contains("ONE=1", lines);
        Assert.Contains("TWO=two words", lines);
        Assert.DoesNotContain(lines, line => line.Contains("comment", StringComparison.Ordinal));
    }

    [Fact]
    public void Working_directory_is_created()
    {
        Assert.Equal("/made/for/us\n", sandbox.Caisson("run", "--rm", "-w", "/made/for/us", Sandbox.Busybox, "pwd").Succeeded().Out);
    }

    [Fact]
    public void Hostname_is_the_short_id_unless_given()
    {
        Assert.Matches("^[0-9a-f]{12}\n$", sandbox.Run("hostname").Succeeded().Out);
        Assert.Equal("box\n", sandbox.Caisson("run", "--rm", "--hostname", "box", Sandbox.Busybox, "hostname").Succeeded().Out);
    }

    [Fact]
    public void Hosts_file_names_the_container()
    {
        string hosts = sandbox.Caisson(
            "run", "--rm", "--hostname", "box", "--add-host", "db:10.1.2.3", Sandbox.Busybox, "cat", "/etc/hosts").Succeeded().Out;
        Assert.Contains("localhost", hosts, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^10\.1\.2\.3\s+db$", hosts);
    }

    [Fact]
    public void Cidfile_and_pidfile_are_written_and_an_existing_cidfile_is_refused()
    {
        string cid = sandbox.NewPath("cid"), pid = sandbox.NewPath("pid");
        sandbox.Caisson("run", "--rm", "--cidfile", cid, "--pidfile", pid, Sandbox.Busybox, "true").Succeeded();
        Assert.Matches("^[0-9a-f]{64}$", File.ReadAllText(cid));
        Assert.Matches("^[0-9]+\n?$", File.ReadAllText(pid));
        sandbox.Caisson("run", "--rm", "--cidfile", cid, Sandbox.Busybox, "true").Refused(cid);
    }
}
