using Caisson.Oci.Images;

namespace Caisson.Oci.Tests.Images;

public sealed class DigestTests
{
    [Theory]
    [InlineData("sha256", 64)]
    [InlineData("sha512", 128)]
    public void A_digest_has_exactly_the_digits_of_its_algorithm(string algorithm, int digits)
    {
        Digest digest = Digest.Parse($"{algorithm}:{new string('a', digits)}");
        Assert.Equal((algorithm, digits), (digest.Algorithm, digest.Hex.Length));
        Assert.Null(Digest.TryParse($"{algorithm}:{new string('a', digits - 1)}"));
        Assert.Null(Digest.TryParse($"{algorithm}:{new string('a', digits + 1)}"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("sha256")]
    [InlineData("sha256:")]
    [InlineData("md5:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData("sha256:0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData("sha256:../3456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0")]
    [InlineData("SHA256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    public void Anything_else_is_none(string text) => Assert.Null(Digest.TryParse(text));

    [Fact]
    public void Hashes_become_digests()
    {
        Assert.Equal($"sha256:{new string('0', 62)}ff", Digest.FromSha256([.. new byte[31], 255]).ToString());
        Assert.Equal(Digest.FromSha256(new byte[32]), Digest.Parse($"sha256:{new string('0', 64)}"));
        Assert.NotEqual(Digest.FromSha512(new byte[64]).ToString(), Digest.FromSha256(new byte[32]).ToString(), StringComparer.Ordinal);
    }
}
