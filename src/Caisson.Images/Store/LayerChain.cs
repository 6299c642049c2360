using System.Security.Cryptography;
using System.Text;
using Caisson.Oci.Images;

namespace Caisson.Images.Store;

/// <summary>
/// Identifies a layer together with everything below it (image-spec config.md#layer-chainid). Unpacked layers are kept by chain and not by
/// layer, because directories that an archive leaves out take their attributes from below.
/// </summary>
internal static class LayerChain
{
    // 130 bits: no collisions, and 127 names fit the one page of options that mount(2) takes, as 127 * 65 digits would not.
    private const int NameLength = 26;

    /// <summary>The chain of a layer on top of another chain.</summary>
    internal static Digest Next(Digest? below, Digest diffId) =>
        below is null ? diffId : Digest.FromSha256(SHA256.HashData(Encoding.ASCII.GetBytes($"{below} {diffId}")));

    /// <summary>The chains of all layers, lowest first.</summary>
    internal static IReadOnlyList<Digest> Of(IReadOnlyList<Digest> diffIds)
    {
        var chains = new List<Digest>(diffIds.Count);
        foreach (Digest diffId in diffIds)
        {
            chains.Add(Next(chains.Count == 0 ? null : chains[^1], diffId));
        }

        return chains;
    }

    /// <summary>The name of the directory: the first 130 bits of a hash of the chain, in base 32.</summary>
    internal static string NameOf(Digest chain)
    {
        byte[] hash = SHA256.HashData(Encoding.ASCII.GetBytes(chain.ToString()));
        return string.Create(NameLength, hash, static (name, hash) =>
        {
            for (int i = 0; i < name.Length; i++)
            {
                int bit = i * 5;
                int window = (hash[bit / 8] << 8) | hash[(bit / 8) + 1];
                name[i] = "abcdefghijklmnopqrstuvwxyz234567"[(window >> (11 - (bit % 8))) & 31];
            }
        });
    }
}
