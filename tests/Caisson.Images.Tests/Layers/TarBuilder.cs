using System.Text;
using Caisson.Linux.Files;

namespace Caisson.Images.Tests.Layers;

/// <summary>Builds archives byte by byte, right or wrong. Independent of the product's own writer.</summary>
internal sealed class TarBuilder
{
    private readonly MemoryStream _archive = new();

    internal static byte[] Field(long value, int length) => Encoding.ASCII.GetBytes(Convert.ToString(value, 8).PadLeft(length - 1, '0') + "\0");

    internal TarBuilder Header(
        string name, char type = '0', long size = 0, uint mode = 0x1A4, string link = "", uint? uid = null, uint? gid = null, long mtime = 1_000_000_000,
        (uint Major, uint Minor) device = default, Action<byte[]>? edit = null, string magic = "ustar\u000000")
    {
        byte[] block = new byte[512];
        Put(block, 0, FileName.Encode(name), 100);
        Put(block, 100, Field(mode, 8), 8);
        Put(block, 108, Field(uid ?? Here.Uid, 8), 8);
        Put(block, 116, Field(gid ?? Here.Gid, 8), 8);
        Put(block, 124, Field(size, 12), 12);
        Put(block, 136, Field(mtime, 12), 12);
        block[156] = (byte)type;
        Put(block, 157, FileName.Encode(link), 100);
        Put(block, 257, Encoding.ASCII.GetBytes(magic), 8);
        Put(block, 329, Field(device.Major, 8), 8);
        Put(block, 337, Field(device.Minor, 8), 8);
        edit?.Invoke(block);
        block.AsSpan(148, 8).Fill((byte)' ');
        Put(block, 148, Encoding.ASCII.GetBytes(Convert.ToString(block.Sum(b => b), 8).PadLeft(6, '0') + "\0 "), 8);
        return Raw(block);
    }

    internal TarBuilder File(string name, string content, uint mode = 0x1A4) => File(name, Encoding.UTF8.GetBytes(content), mode);

    internal TarBuilder File(string name, byte[] content, uint mode = 0x1A4) => Header(name, size: content.Length, mode: mode).Data(content);

    internal TarBuilder Directory(string name, uint mode = 0x1ED, long mtime = 1_000_000_000) => Header(name, '5', mode: mode, mtime: mtime);

    internal TarBuilder Symlink(string name, string target) => Header(name, '2', link: target, mode: 0x1FF);

    internal TarBuilder HardLink(string name, string target) => Header(name, '1', link: target);

    internal TarBuilder Pax(params (string Key, byte[] Value)[] records) => Extended('x', records);

    internal TarBuilder Pax(string key, string value) => Pax((key, Encoding.UTF8.GetBytes(value)));

    internal TarBuilder Extended(char type, params (string Key, byte[] Value)[] records)
    {
        using var text = new MemoryStream();
        foreach ((string key, byte[] value) in records)
        {
            int rest = Encoding.UTF8.GetByteCount(key) + value.Length + 3, length = rest + 1;
            while (length != rest + $"{length}".Length)
            {
                length = rest + $"{length}".Length;
            }

            text.Write(Encoding.UTF8.GetBytes($"{length} {key}="));
            text.Write(value);
            text.WriteByte((byte)'\n');
        }

        return Header("pax", type, size: text.Length).Data(text.ToArray());
    }

    /// <summary>Data padded to whole blocks.</summary>
    internal TarBuilder Data(byte[] data) => Raw(data).Raw(new byte[-data.Length & 511]);

    internal TarBuilder Raw(byte[] bytes)
    {
        _archive.Write(bytes);
        return this;
    }

    internal byte[] WithoutEnd() => _archive.ToArray();

    internal byte[] Build() => [.. _archive.ToArray(), .. new byte[1024]];

    private static void Put(byte[] block, int at, byte[] value, int length) => value.AsSpan(0, Math.Min(value.Length, length)).CopyTo(block.AsSpan(at));
}
