using Caisson.Images.Layers;
using Caisson.Linux.Files;
using FsCheck;
using FsCheck.Fluent;

namespace Caisson.Images.Tests.Layers;

public sealed class TarWriterTests
{
    [Fact]
    public void Whatever_is_written_is_read_back()
    {
        Gen<string> name = Gen.Choose(1, 300).SelectMany(length => Gen.Choose(1, 255).Where(b => b != '/').ArrayOf(length))
            .Select(bytes => FileName.Decode([.. bytes.Select(b => (byte)b)]));
        Gen<KeyValuePair<string, byte[]>> xattr =
            from key in Gen.Choose(0, 3) from value in Gen.Choose(0, 255).ArrayOf() select KeyValuePair.Create($"user.{key}", value.Select(b => (byte)b).ToArray());
        Gen<TarEntry> entry =
            from entryName in name
            from link in name
            from type in Gen.Elements(Enum.GetValues<TarEntryType>())
            from mode in Gen.Choose(0, 0xFFF)
            from ids in Gen.Elements(0L, 1000, 2097151, 2097152, uint.MaxValue - 1).Two()
            from seconds in Gen.Elements(0L, 1, -1, -100, 1_700_000_000, 1L << 34)
            from nanoseconds in Gen.Elements(0u, 1u, 999_999_999u, 500_000_000u)
            from xattrs in xattr.ArrayOf()
            select new TarEntry
            {
                Type = type,
                Name = entryName,
                LinkName = type is TarEntryType.HardLink or TarEntryType.SymbolicLink ? link : "",
                Mode = (uint)mode,
                Uid = (uint)ids.Item1,
                Gid = (uint)ids.Item2,
                ModifiedSeconds = seconds,
                ModifiedNanoseconds = nanoseconds,
                Xattrs = [.. xattrs.DistinctBy(x => x.Key, StringComparer.Ordinal)],
            };
        Prop.ForAll(entry.ArrayOf().ToArbitrary(), entries => RoundTrip(entries)).QuickCheckThrowOnFailure();
    }

    private static bool RoundTrip(TarEntry[] entries)
    {
        using var archive = new MemoryStream();
        var writer = new TarWriter(data => archive.Write(data.Span));
        Array.ForEach(entries, writer.WriteEntry);
        writer.Finish();
        return TarReaderTests.ReadAll(archive.ToArray()).Select(Text).SequenceEqual(entries.Select(Text), StringComparer.Ordinal);
    }

    private static string Text(TarEntry entry) =>
        $"{entry with { Xattrs = [] }} {string.Join(' ', entry.Xattrs.Select(x => x.Key + Convert.ToHexString(x.Value)))}";
}
