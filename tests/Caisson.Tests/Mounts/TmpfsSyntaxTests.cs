using Caisson.Mounts;

namespace Caisson.Tests.Mounts;

public class TmpfsSyntaxTests
{
    [Fact]
    public void A_tmpfs_has_a_target_and_options()
    {
        Assert.Equal("/run", TmpfsSyntax.Parse("/run").Target);
        TmpfsMount mount = TmpfsSyntax.Parse("/run:ro,size=64k,mode=1777,exec,uid=5,nr_inodes=10k,size=50%,mpol=prefer:1");
        Assert.True(mount.ReadOnly);
        Assert.Equal(65536, mount.Size);
        Assert.Equal(0x3FFu, mount.Mode);
        Assert.Equal(["exec", "uid=5", "nr_inodes=10k", "size=50%", "mpol=prefer:1"], mount.Options);
        Assert.Empty(TmpfsSyntax.Parse("/run:").Options);
    }

    [Theory]
    [InlineData("run", "invalid mount target \"run\": it must be an absolute path")]
    [InlineData("/", "invalid mount target \"/\": the root itself cannot be mounted over")]
    [InlineData("/run:rslave", "invalid tmpfs \"/run:rslave\": unknown option \"rslave\"")]
    [InlineData("/run:,", "invalid tmpfs \"/run:,\": unknown option \"\"")]
    [InlineData("/run:uid=-1", "invalid tmpfs \"/run:uid=-1\": unknown option \"uid=-1\"")]
    [InlineData("/run:size=%", "invalid tmpfs \"/run:size=%\": unknown option \"size=%\"")]
    [InlineData("/run:size=101%", "invalid tmpfs \"/run:size=101%\": unknown option \"size=101%\"")]
    [InlineData("/run:nr_inodes=k", "invalid tmpfs \"/run:nr_inodes=k\": unknown option \"nr_inodes=k\"")]
    [InlineData("/run:mode=9", "invalid mode \"9\": allowed is an octal number up to 7777")]
    [InlineData("/run:size=", "invalid size \"\": allowed is a number with an optional unit b, k, m, g, t or p, as 512m or 1.5g")]
    public void Other_tmpfs_are_refused(string text, string message) => Assert.Equal(message, Refusal.Of(() => TmpfsSyntax.Parse(text)));
}
