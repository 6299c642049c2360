using Caisson.Mounts;

namespace Caisson.Tests.Mounts;

public class VolumeSyntaxTests
{
    [Fact]
    public void A_target_alone_is_an_anonymous_volume() => Assert.Equal(new VolumeMount { Target = "/data" }, VolumeSyntax.Parse("/data"));

    [Fact]
    public void A_name_is_a_volume() =>
        Assert.Equal(new VolumeMount { Name = "db", Target = "/data", ReadOnly = true, NoCopy = true }, VolumeSyntax.Parse("db:/data:ro,nocopy"));

    [Fact]
    public void A_path_is_a_bind_mount_whose_source_is_made()
    {
        Assert.Equal(new BindMount { Source = "/srv", Target = "/data", CreateSource = true }, VolumeSyntax.Parse("/srv/:/data/../data"));
        Assert.Equal(
            new BindMount { Source = "/srv", Target = "/d", CreateSource = true, ReadOnly = true, Propagation = MountPropagation.RecursiveSlave, Relabelling = Relabelling.Private },
            VolumeSyntax.Parse("/srv:/d:ro,Z,rslave"));
        Assert.Equal(
            new BindMount { Source = "/srv", Target = "/d", CreateSource = true, Relabelling = Relabelling.Shared }, VolumeSyntax.Parse("/srv:/d:rw,z"));
    }

    [Fact]
    public void A_source_with_a_dot_is_relative_to_the_current_directory()
    {
        Assert.Equal(new BindMount { Source = "/home/x/y", Target = "/d", CreateSource = true }, VolumeSyntax.Parse("./y:/d", "/home/x"));
        Assert.Equal(new BindMount { Source = "/home", Target = "/d", CreateSource = true }, VolumeSyntax.Parse("..:/d", "/home/x"));
    }

    [Theory]
    [InlineData("", "invalid mount target \"\": it must be an absolute path")]
    [InlineData("data", "invalid mount target \"data\": it must be an absolute path")]
    [InlineData(":/data", "invalid volume \":/data\": allowed is TARGET or SOURCE:TARGET[:OPTIONS]")]
    [InlineData("/a:/b:ro:x", "invalid volume \"/a:/b:ro:x\": allowed is TARGET or SOURCE:TARGET[:OPTIONS]")]
    [InlineData("/a:", "invalid mount target \"\": it must be an absolute path")]
    [InlineData("/a:b", "invalid mount target \"b\": it must be an absolute path")]
    [InlineData("/a:/", "invalid mount target \"/\": the root itself cannot be mounted over")]
    [InlineData("/a:/b/..", "invalid mount target \"/b/..\": the root itself cannot be mounted over")]
    [InlineData("/a:ro", "invalid volume \"/a:ro\": options need a source, as SOURCE:TARGET:ro")]
    [InlineData("a/b:/d", "invalid mount source \"a/b\": it must be an absolute path or a volume's name")]
    [InlineData("./a:/d", "invalid mount source \"./a\": it must be an absolute path or a volume's name")]
    [InlineData("a b:/d", "invalid volume name \"a b\": allowed are 1 to 128 letters, digits, '_', '.' and '-', the first a letter or digit")]
    [InlineData("/a:/b:", "invalid volume \"/a:/b:\": unknown option \"\", allowed are ro, rw, z, Z, nocopy, rprivate, private, rshared, shared, rslave and slave")]
    [InlineData("/a:/b:cached", "invalid volume \"/a:/b:cached\": unknown option \"cached\", allowed are ro, rw, z, Z, nocopy, rprivate, private, rshared, shared, rslave and slave")]
    [InlineData("/a:/b:ro,rw", "invalid volume \"/a:/b:ro,rw\": ro and rw exclude each other, and every option is given once")]
    [InlineData("v:/b:nocopy,nocopy", "invalid volume \"v:/b:nocopy,nocopy\": ro and rw exclude each other, and every option is given once")]
    [InlineData("/a:/b:z,Z", "invalid volume \"/a:/b:z,Z\": z and Z exclude each other and are given once")]
    [InlineData("/a:/b:nocopy", "invalid volume \"/a:/b:nocopy\": nocopy is for volumes, not for bind mounts")]
    [InlineData("v:/b:rshared", "invalid volume \"v:/b:rshared\": rshared is for bind mounts, not for volumes")]
    [InlineData("/a:/b:shared,slave", "invalid volume \"/a:/b:shared,slave\": only one propagation")]
    [InlineData("/a\0:/b", "invalid mount source \"/a\\u0000\": a zero character is not allowed")]
    public void Other_volumes_are_refused(string text, string message) => Assert.Equal(message, Refusal.Of(() => VolumeSyntax.Parse(text)));
}
