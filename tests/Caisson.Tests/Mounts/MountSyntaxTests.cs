using Caisson.Mounts;
using Caisson.Oci.Runtime;

namespace Caisson.Tests.Mounts;

public class MountSyntaxTests
{
    [Theory]
    [InlineData("type=bind,source=/a,target=/b")]
    [InlineData("type=bind,src=/a,dst=/b")]
    [InlineData("TYPE=bind,Src=/a,Destination=/b,readonly=false")]
    [InlineData("\"type=bind\",\"src=/a\",target=/b,bind-recursive=enabled")]
    public void Keys_have_synonyms(string text) => Assert.Equal(new BindMount { Source = "/a", Target = "/b" }, MountSyntax.Parse(text));

    [Fact]
    public void Values_are_quoted_as_in_csv() =>
        Assert.Equal(new BindMount { Source = "/a,\"b", Target = "/c" }, MountSyntax.Parse("type=bind,\"src=/a,\"\"b\",dst=/c"));

    [Fact]
    public void A_bind_mount_has_options()
    {
        Assert.Equal(
            new BindMount { Source = "/a", Target = "/b", ReadOnly = true, Propagation = MountPropagation.RecursivePrivate, ReadOnlyReach = ReadOnlyReach.Recursive },
            MountSyntax.Parse("type=bind,src=/a,dst=/b,ro,bind-propagation=rprivate,bind-recursive=readonly"));
        Assert.Equal(
            new BindMount { Source = "/a", Target = "/b", ReadOnly = true, ReadOnlyReach = ReadOnlyReach.TopOnly },
            MountSyntax.Parse("type=bind,src=/a,dst=/b,ro=1,bind-recursive=writable"));
        Assert.Equal(new BindMount { Source = "/a", Target = "/b", Recursive = false }, MountSyntax.Parse("type=bind,src=/a,dst=/b,bind-nonrecursive"));
        Assert.Equal(new BindMount { Source = "/w/a", Target = "/b" }, MountSyntax.Parse("type=bind,src=./a,dst=/b", "/w"));
    }

    [Fact]
    public void A_volume_is_the_default()
    {
        Assert.Equal(new VolumeMount { Target = "/b" }, MountSyntax.Parse("dst=/b"));
        Assert.Equal(
            new VolumeMount { Name = "v", Target = "/b", Subpath = "x/y", NoCopy = true },
            MountSyntax.Parse("src=v,dst=/b,volume-subpath=x/y,volume-nocopy"));
    }

    [Fact]
    public void A_tmpfs_has_a_size_and_a_mode() => Assert.Equal(
        new TmpfsMount { Target = "/b", Size = 1 << 20, Mode = 0x1C0 }, MountSyntax.Parse("type=tmpfs,dst=/b,tmpfs-size=1m,tmpfs-mode=700"));

    [Fact]
    public void Ids_are_mapped()
    {
        var mount = Assert.IsType<BindMount>(MountSyntax.Parse("type=bind,src=/a,dst=/b,idmap=u0:1000:1;g0:100:1"));
        Assert.Equal([new IdMapping(0, 1000, 1)], mount.IdMap!.Uids);
        Assert.Equal([new IdMapping(0, 100, 1)], mount.IdMap.Gids);
    }

    [Theory]
    [InlineData("", "a field has no key")]
    [InlineData("dst=/b,", "a field has no key")]
    [InlineData("type=bind,src=/a", "target is missing")]
    [InlineData("type=bind,dst=/b", "a bind mount needs a source")]
    [InlineData("type=bind,src=a,dst=/b", "the source \"a\" must be an absolute path")]
    [InlineData("type=image,src=a,dst=/b", "unknown type \"image\", allowed are bind, volume and tmpfs")]
    [InlineData("type=,dst=/b", "type needs a value")]
    [InlineData("dst=/b,target=/c", "target is given twice")]
    [InlineData("dst=/b,ro=maybe", "readonly is true or false")]
    [InlineData("dst=/b,colour=red", "unknown key \"colour\"")]
    [InlineData("dst=/b,tmpfs-size=1m", "tmpfs-size does not go with type=volume")]
    [InlineData("type=tmpfs,src=/a,dst=/b", "source does not go with type=tmpfs")]
    [InlineData("dst=/b,volume-opt=type=nfs", "volume-opt is not supported, create the volume first")]
    [InlineData("type=bind,src=/a,dst=/b,consistency=cached", "consistency has no effect on linux, leave it out")]
    [InlineData("type=bind,src=/a,dst=/b,bind-propagation=both", "unknown propagation \"both\", allowed are rprivate, private, rshared, shared, rslave and slave")]
    [InlineData("type=bind,src=/a,dst=/b,bind-recursive=writable", "bind-recursive=writable needs readonly")]
    [InlineData("type=bind,src=/a,dst=/b,ro,bind-recursive=readonly", "bind-recursive=readonly needs bind-propagation=rprivate")]
    [InlineData("type=bind,src=/a,dst=/b,bind-recursive=yes", "bind-recursive \"yes\" is unknown, allowed are enabled, disabled, writable and readonly")]
    [InlineData("type=bind,src=/a,dst=/b,bind-nonrecursive,bind-recursive=enabled", "bind-nonrecursive contradicts bind-recursive=enabled")]
    [InlineData("src=v,dst=/b,volume-subpath=/x", "volume-subpath \"/x\" must be a relative path")]
    [InlineData("src=v,dst=/b,volume-subpath=x/../../y", "volume-subpath \"x/../../y\" leaves the volume")]
    public void Other_mounts_are_refused(string text, string why) => Assert.Equal($"invalid mount \"{text}\": {why}", Refusal.Of(() => MountSyntax.Parse(text)));

    [Theory]
    [InlineData("\"dst=/b")]
    [InlineData("\"dst=/b\"x")]
    [InlineData("dst=/b\"")]
    public void Wrong_quotes_are_refused(string text) =>
        Assert.EndsWith("a quote is not closed or stands inside a field", Refusal.Of(() => MountSyntax.Parse(text)));

    [Theory]
    [InlineData("type=tmpfs,dst=/b,tmpfs-mode=8", "invalid mode \"8\": allowed is an octal number up to 7777")]
    [InlineData("type=tmpfs,dst=/b,tmpfs-mode=17777", "invalid mode \"17777\": allowed is an octal number up to 7777")]
    [InlineData("type=tmpfs,dst=/b,tmpfs-size=big", "invalid size \"big\": allowed is a number with an optional unit b, k, m, g, t or p, as 512m or 1.5g")]
    public void Wrong_values_are_refused_by_their_own_grammar(string text, string message) =>
        Assert.Equal(message, Refusal.Of(() => MountSyntax.Parse(text)));
}
