using System.Text;
using Caisson.Oci;
using Caisson.Oci.Json;
using Caisson.Runtime.Mounts;
using Caisson.Supervision.State;

namespace Caisson.Supervision.Tests.State;

public sealed class SupervisionSpecTests : IDisposable
{
    private static readonly SupervisionSpec s_full = new()
    {
        Id = "0123",
        Name = "box",
        Layers = ["/layers/b", "/layers/a:\\\n"],
        RootDirectory = "/srv/root",
        Init = true,
        OpenStdin = true,
        Log = true,
        Timeout = TimeSpan.FromMilliseconds(1500),
        Remove = true,
    };

    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public void Specification_comes_back_as_it_was_written()
    {
        Assert.Equivalent(s_full, RoundTrip(s_full), strict: true);
        var least = new SupervisionSpec { Id = "i", Name = "n" };
        Assert.Equivalent(least, RoundTrip(least), strict: true);
    }

    [Fact]
    public void Root_is_the_directory_or_the_layers_with_the_container_s_own_above()
    {
        Assert.Equal("/srv/root", Assert.IsType<RootSource.Directory>(s_full.Root("/c")).Path);
        var overlay = Assert.IsType<RootSource.Overlay>((s_full with { RootDirectory = null }).Root("/c"));
        Assert.Equal(("/c/upper", "/c/work"), (overlay.Upper, overlay.Work));
        Assert.Equal(s_full.Layers, overlay.Layers);
    }

    [Fact]
    public void File_cut_anywhere_is_one_line_that_says_so()
    {
        byte[] whole = Document(s_full);
        for (int length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(_directory["container.json"], whole[..length]);
            SpecException error = Assert.Throws<SpecException>(() => SupervisionSpec.Read(_directory.Handle));
            Assert.False(error.Message.Any(char.IsControl), error.Message);
        }
    }

    [Theory]
    [InlineData("0", "supervision.timeoutMilliseconds")]
    [InlineData("-1", "supervision.timeoutMilliseconds")]
    [InlineData("9223372036854775807", "supervision.timeoutMilliseconds")]
    [InlineData("922337203685478", "supervision.timeoutMilliseconds")]
    [InlineData("99999999999999999999", "supervision.timeoutMilliseconds")]
    public void Timeout_that_no_clock_can_measure_is_refused(string milliseconds, string named)
    {
        File.WriteAllText(_directory["container.json"], "{\"supervision\":{\"id\":\"i\",\"name\":\"n\",\"timeoutMilliseconds\":" + milliseconds + "}}");
        SpecException error = Assert.Throws<SpecException>(() => SupervisionSpec.Read(_directory.Handle));
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _directory.Dispose();

    private SupervisionSpec RoundTrip(SupervisionSpec spec)
    {
        File.WriteAllBytes(_directory["container.json"], Document(spec));
        return SupervisionSpec.Read(_directory.Handle);
    }

    private static byte[] Document(SupervisionSpec spec)
    {
        var json = new JsonTextWriter();
        spec.Write(json);
        return [.. Encoding.UTF8.GetBytes("{\"supervision\":"), .. json.Written, (byte)'}'];
    }
}
