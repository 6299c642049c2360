using Caisson.Images.Layers;
using Caisson.Images.Sources;
using Caisson.Images.Tests.Layers;
using Caisson.Linux.Files;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Images.Tests.Sources;

public sealed class DirectoryArchiveTests : IDisposable
{
    private readonly TemporaryDirectory _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Random_trees_come_back_as_they_were()
    {
        for (int seed = 0; seed < 30; seed++)
        {
            string source = _temp.MakeDirectory($"source{seed}"), target = _temp.MakeDirectory($"target{seed}");
            Grow(new Random(seed), source, depth: 0, []);
            Unpacking.Unpack(Archive($"source{seed}"), target);
            Assert.Equal(Describe(source), Describe(target));
        }
    }

    [Fact]
    public void The_same_tree_gives_the_same_bytes()
    {
        Grow(new Random(1), _temp.MakeDirectory("source"), depth: 0, []);
        Assert.Equal(Archive("source"), Archive("source"));
    }

    [Fact]
    public void A_sparse_file_takes_no_space_on_the_way()
    {
        _temp.MakeDirectory("source");
        using (FileStream file = File.Create(_temp["source/f"]))
        {
            file.SetLength(100 << 20);
            file.Seek(50 << 20, SeekOrigin.Begin);
            file.Write("data"u8);
        }

        byte[] archive = Archive("source");
        Assert.True(archive.Length < 1 << 20, $"{archive.Length} bytes");
        string target = _temp.MakeDirectory("target");
        Unpacking.Unpack(archive, target);
        Assert.Equal(100 << 20, new FileInfo($"{target}/f").Length);
        Assert.True(long.Parse(Here.Run("stat", "--format=%b", $"{target}/f")) * 512 < 1 << 20);
    }

    [Fact]
    public void Gnu_tar_reads_it()
    {
        Here.NeedsProgram("tar");
        string source = _temp.MakeDirectory("source"), target = _temp.MakeDirectory("target");
        Grow(new Random(5), source, depth: 0, []);
        File.WriteAllBytes(_temp["a.tar"], Archive("source"));
        Here.Run("tar", "--extract", "--numeric-owner", "--same-permissions", "--file", _temp["a.tar"], "--directory", target);
        Assert.Equal(Describe(source), Describe(target));
    }

    [Fact]
    public void Sockets_are_noted()
    {
        _temp.MakeDirectory("source");
        FileCalls.TryMakeNode(_temp.Handle, "source/socket", FileStatus.S_IFSOCK | 0x180);
        Archive("source", out IReadOnlyList<string> notes);
        Assert.Contains("sockets", Assert.Single(notes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_would_be_a_whiteout_is_refused()
    {
        _temp.MakeDirectory("source");
        _temp.Write("source/.wh.x", "");
        Assert.Contains("whiteout", Assert.Throws<ImageException>(() => Archive("source")).Message, StringComparison.Ordinal);
    }

    private byte[] Archive(string source) => Archive(source, out _);

    private byte[] Archive(string source, out IReadOnlyList<string> notes)
    {
        using SafeFileHandle directory = _temp.Open(source);
        using SafeFileHandle file = FileCalls.Open(_temp.Handle, "archive", OpenFlags.O_RDWR | OpenFlags.O_CREAT | OpenFlags.O_TRUNC, 0x180);
        notes = DirectoryArchive.Write(directory, source, file);
        return File.ReadAllBytes(_temp["archive"]);
    }

    private static void Grow(Random random, string directory, int depth, List<string> files)
    {
        using SafeFileHandle handle = Unpacking.Open(directory);
        for (int i = random.Next(1, 7); i > 0; i--)
        {
            byte[] bytes = new byte[random.Next(1, 120)];
            random.NextBytes(bytes);
            string name = FileName.Decode([(byte)'n', (byte)('0' + i), .. bytes.Select(b => b is 0 or (byte)'/' or (byte)'\n' ? (byte)'_' : b)]);
            string path = $"{directory}/{name}";
            switch (random.Next(depth < 4 ? 6 : 4))
            {
                case 0:
                    FileCalls.TrySymlink(FileName.Decode(bytes.Length > 1 ? [.. bytes.Select(b => b == 0 ? (byte)1 : b)] : "x"u8), handle, name);
                    break;
                case 1 when files.Count > 0:
                    FileCalls.TryLink(null, files[random.Next(files.Count)], handle, name);
                    break;
                case 2:
                    FileCalls.TryMakeNode(handle, name, FileStatus.S_IFIFO | (uint)random.Next(0x200));
                    break;
                case 4 or 5:
                    FileCalls.MakeDirectory(handle, name, 0x1C0);
                    Grow(random, path, depth + 1, files);
                    break;
                default:
                    byte[] content = new byte[random.Next(3) == 0 ? 0 : random.Next(200_000)];
                    random.NextBytes(content);
                    using (SafeFileHandle file = FileCalls.Open(handle, name, OpenFlags.O_WRONLY | OpenFlags.O_CREAT, 0x180))
                    {
                        FileCalls.WriteAt(file, content, random.Next(2) * 1_000_000, name);
                        FileCalls.TryChangeMode(file, (uint)random.Next(0x1000));
                    }

                    files.Add(path);
                    break;
            }

            FileCalls.TrySetTimes(handle, name, random.Next(-1000, int.MaxValue), (uint)random.Next(1_000_000_000));
        }
    }

    private static string Describe(string root)
    {
        var lines = new List<string>();
        var inodes = new Dictionary<ulong, int>();
        Walk(root, "");
        lines.Sort(StringComparer.Ordinal);
        return string.Join('\n', lines);

        void Walk(string directory, string prefix)
        {
            using SafeFileHandle handle = Unpacking.Open(directory);
            List<string> names = DirectoryListing.Read(handle, directory);
            names.Sort(StringComparer.Ordinal);
            foreach (string name in names)
            {
                FileStatus status = FileCalls.Status(handle, name);
                string content = "";
                if (status.IsRegular)
                {
                    byte[] bytes = FileCalls.ReadFileAt(handle, name, int.MaxValue);
                    content = $"{status.Size} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(bytes))}";
                }
                else if (status.IsSymlink)
                {
                    FileCalls.TryReadLink(handle, name, out string? text);
                    content = Convert.ToHexString(FileName.Encode(text!));
                }

                inodes.TryAdd(status.Inode, inodes.Count);
                string path = $"{prefix}/{Convert.ToHexString(FileName.Encode(name))}";
                string group = status.IsDirectory ? "" : $"{inodes[status.Inode]} {status.Links}";
                lines.Add($"{path} {status.Mode:x} {status.Uid} {status.Gid} {status.ModifiedSeconds}.{status.ModifiedNanoseconds} {group} {content}");
                if (status.IsDirectory)
                {
                    Walk($"{directory}/{name}", path);
                }
            }
        }
    }
}
