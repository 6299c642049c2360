using Caisson.Integration.Tests.Harness;

namespace Caisson.Integration.Tests.Run;

/// <summary>PRODUCT 0.1: argv is an array end to end; entrypoint and command combine as Docker does.</summary>
public sealed class ArgumentTests(Sandbox sandbox) : IClassFixture<Sandbox>
{
    private static readonly string[] Hostile =
        ["a b", "", "*", "$HOME", "`id`", "$(id)", "quote\"", "quote'", "back\\slash", "new\nline", "tab\t", "-x", "--", "ünïcode", "; exit 3", "\u0001"];

    [Fact]
    public void Arguments_reach_the_process_unchanged()
    {
        byte[] seen = sandbox.Run(["sh", "-c", "cat /proc/$$/cmdline; exit", .. Hostile]).Succeeded().OutBytes;
        string expected = string.Concat(new[] { "sh", "-c", "cat /proc/$$/cmdline; exit" }.Concat(Hostile).Select(argument => argument + "\0"));
        Assert.Equal(expected, System.Text.Encoding.UTF8.GetString(seen));
    }

    [Fact]
    public void Options_after_the_image_belong_to_the_command() =>
        Assert.Equal("/etc\n", sandbox.Run("ls", "-d", "/etc").Succeeded().Out);

    [Fact]
    public void Entrypoint_option_replaces_the_image_s_and_takes_the_command_as_arguments() =>
        Assert.Equal("[a b][--rm]", sandbox.Caisson("run", "--rm", "--entrypoint", "printf", Sandbox.Busybox, "[%s]", "a b", "--rm").Succeeded().Out);

    [Fact]
    public void Entrypoint_is_one_word_even_with_spaces() =>
        sandbox.Caisson("run", "--rm", "--entrypoint", "echo hello", Sandbox.Busybox).FailedWith(127, "echo hello");
}
