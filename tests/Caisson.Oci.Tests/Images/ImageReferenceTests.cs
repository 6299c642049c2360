using Caisson.Oci.Images;

namespace Caisson.Oci.Tests.Images;

public sealed class ImageReferenceTests
{
    private const string Hex = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("busybox", "docker.io/library/busybox", "busybox")]
    [InlineData("busybox:1.36", "docker.io/library/busybox:1.36", "busybox:1.36")]
    [InlineData("index.docker.io/busybox", "docker.io/library/busybox", "busybox")]
    [InlineData("docker.io/library/busybox", "docker.io/library/busybox", "busybox")]
    [InlineData("docker.io/busybox", "docker.io/library/busybox", "busybox")]
    [InlineData("caisson/hello", "docker.io/caisson/hello", "caisson/hello")]
    [InlineData("localhost/a", "localhost/a", "localhost/a")]
    [InlineData("localhost:5000/a/b:T_a-g.1", "localhost:5000/a/b:T_a-g.1", "localhost:5000/a/b:T_a-g.1")]
    [InlineData("Example/a", "Example/a", "Example/a")]
    [InlineData("[::1]:5000/a", "[::1]:5000/a", "[::1]:5000/a")]
    [InlineData("example.org/a__b.c-d--e/f_g", "example.org/a__b.c-d--e/f_g", "example.org/a__b.c-d--e/f_g")]
    [InlineData("a@sha256:" + Hex, "docker.io/library/a@sha256:" + Hex, "a@sha256:" + Hex)]
    [InlineData("r.io/a:t@sha256:" + Hex, "r.io/a:t@sha256:" + Hex, "r.io/a:t@sha256:" + Hex)]
    [InlineData("docker.io/library/a/b", "docker.io/library/a/b", "library/a/b")]
    public void A_name_is_spelled_out_and_shortened_again(string text, string full, string familiar)
    {
        ImageReference reference = ImageReference.Parse(text);
        Assert.Equal((full, familiar), (reference.ToString(), reference.Familiar));
        Assert.Equal(reference, ImageReference.Parse(full));
        Assert.Equal(reference, ImageReference.Parse(familiar));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("a/")]
    [InlineData("/a")]
    [InlineData("a//b")]
    [InlineData("../a")]
    [InlineData("a/../b")]
    [InlineData("A")]
    [InlineData("a/B")]
    [InlineData("-a")]
    [InlineData("a-")]
    [InlineData("a..b")]
    [InlineData("a___b")]
    [InlineData("a._b")]
    [InlineData("a_-b")]
    [InlineData("a:")]
    [InlineData("a:-t")]
    [InlineData("a:t t")]
    [InlineData("a:t/b")]
    [InlineData("a b")]
    [InlineData("a\nb")]
    [InlineData("a\0b")]
    [InlineData("é")]
    [InlineData("a@")]
    [InlineData("a@sha256:12")]
    [InlineData("a@sha256:" + Hex + "@sha256:" + Hex)]
    [InlineData("example.org:0/a")]
    [InlineData("example.org:99999/a")]
    [InlineData("example.org:/a")]
    [InlineData("exa_mple.org/a")]
    [InlineData(".org/a")]
    [InlineData("[::1/a")]
    [InlineData("[1.2.3.4]/a")]
    [InlineData(Hex)]
    [InlineData("library/")]
    public void Anything_else_is_refused_in_one_line(string text)
    {
        Assert.Null(ImageReference.TryParse(text));
        string message = Assert.Throws<FormatException>(() => ImageReference.Parse(text)).Message;
        Assert.StartsWith("invalid image name", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void Lengths_are_bounded()
    {
        Assert.NotNull(ImageReference.TryParse($"a:{new string('t', 128)}"));
        Assert.Null(ImageReference.TryParse($"a:{new string('t', 129)}"));
        Assert.NotNull(ImageReference.TryParse($"r.io/{new string('a', 250)}"));
        Assert.Null(ImageReference.TryParse($"r.io/{new string('a', 251)}"));
    }

    [Fact]
    public void The_default_tag_is_latest_unless_something_else_says_which_image_is_meant()
    {
        Assert.Equal("a:latest", ImageReference.Parse("a").WithDefaultTag().Familiar);
        Assert.Equal("a:1", ImageReference.Parse("a:1").WithDefaultTag().Familiar);
        Assert.Null(ImageReference.Parse($"a@sha256:{Hex}").WithDefaultTag().Tag);
    }
}
