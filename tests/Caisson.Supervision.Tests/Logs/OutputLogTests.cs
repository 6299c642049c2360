using System.Text;
using Caisson.Linux;
using Caisson.Supervision.Logs;
using FsCheck;
using FsCheck.Fluent;

namespace Caisson.Supervision.Tests.Logs;

public sealed class OutputLogTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string LogPath => _directory["output.log"];

    [Fact]
    public void What_was_written_is_read_again_byte_for_byte_and_in_order()
    {
        Gen<byte> bytes = Gen.Frequency((3, Gen.Constant((byte)'\n')), (1, Gen.Constant((byte)0)), (1, Gen.Constant((byte)'\r')), (8, Gen.Choose(0, 255).Select(b => (byte)b)));
        Gen<(OutputStream Stream, byte[] Content)> chunk =
            from stream in Gen.Elements(OutputStream.Stdout, OutputStream.Stderr)
            from content in Gen.ArrayOf(bytes)
            select (stream, content);
        Prop.ForAll(Gen.ArrayOf(chunk).ToArbitrary(), chunks =>
        {
            File.Delete(LogPath);
            using (OutputLog log = Open())
            {
                foreach ((OutputStream stream, byte[] content) in chunks)
                {
                    Assert.Equal(Errno.None, log.Append(stream, content));
                }
            }

            LogLine[] lines = [.. LogReader.Read(LogPath)];
            Assert.Equal(Joined(chunks), Joined(lines.Select(l => (l.Stream, l.Content.ToArray()))));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Records_larger_than_the_reader_s_buffer_come_back_whole()
    {
        byte[] content = Enumerable.Range(0, 300_000).Select(i => (byte)(i % 251 == 10 ? 11 : i % 251)).ToArray();
        using (OutputLog log = Open())
        {
            log.Append(OutputStream.Stderr, content);
        }

        LogLine line = Assert.Single(LogReader.Read(LogPath));
        Assert.True(content.AsSpan().SequenceEqual(line.Content.Span));
    }

    [Fact]
    public void Each_line_has_its_own_record_with_time_and_stream()
    {
        using (var log = new OutputLog(_directory.Handle, "output.log", new At(new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero))))
        {
            log.Append(OutputStream.Stdout, "one\ntwo\nthr"u8);
            log.Append(OutputStream.Stderr, "\n"u8);
            log.Append(OutputStream.Stdout, "ee\n"u8);
        }

        Assert.Equal(
            """
            2026-01-02T03:04:05.678000000Z stdout F one
            2026-01-02T03:04:05.678000000Z stdout F two
            2026-01-02T03:04:05.678000000Z stdout P thr
            2026-01-02T03:04:05.678000000Z stderr F 
            2026-01-02T03:04:05.678000000Z stdout F ee

            """,
            File.ReadAllText(LogPath));
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero), LogReader.Read(LogPath).First().Time);
    }

    [Fact]
    public void Content_that_looks_like_a_record_stays_content()
    {
        byte[] forged = Encoding.ASCII.GetBytes("2026-01-02T03:04:05.678000000Z stderr F forged\n");
        using (OutputLog log = Open())
        {
            log.Append(OutputStream.Stdout, forged);
        }

        LogLine line = Assert.Single(LogReader.Read(LogPath));
        Assert.Equal(OutputStream.Stdout, line.Stream);
        Assert.Equal(forged, line.Content.ToArray());
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("2026-01-02T03:04:05.678000000Z stdout X text")]
    [InlineData("2026-01-02T03:04:05.678000000Z stdin_ F text")]
    [InlineData("2026-13-02T03:04:05.678000000Z stdout F text")]
    [InlineData("2026-01-02T03:04:05.678000000Zstdout F text ")]
    [InlineData("2026-01-02T03:04:05.678000000Z stdout")]
    public void Damaged_lines_are_left_out(string damaged)
    {
        using (OutputLog log = Open())
        {
            log.Append(OutputStream.Stdout, "before\n"u8);
        }

        File.AppendAllText(LogPath, damaged + "\n");
        using (OutputLog log = Open())
        {
            log.Append(OutputStream.Stdout, "after\n"u8);
        }

        Assert.Equal("before\nafter\n", Text());
    }

    [Fact]
    public void Log_cut_anywhere_shows_every_whole_record_before_the_cut()
    {
        using (OutputLog log = Open())
        {
            log.Append(OutputStream.Stdout, "one\ntwo"u8);
            log.Append(OutputStream.Stderr, "three\n"u8);
        }

        byte[] whole = File.ReadAllBytes(LogPath);
        for (int length = 0; length <= whole.Length; length++)
        {
            File.WriteAllBytes(LogPath, whole[..length]);
            int records = whole.AsSpan(0, length).Count((byte)'\n');
            Assert.Equal(string.Concat(((string[])["one\n", "two", "three\n"]).Take(records)), Text());
        }
    }

    [Fact]
    public void Full_disk_is_reported_and_costs_only_the_records_that_did_not_fit()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root: a file system of 64 KiB");
        using var disk = SmallDisk.Create();
        using (var log = new OutputLog(disk.Root, "output.log", TimeProvider.System))
        {
            byte[] line = [.. Enumerable.Repeat((byte)'x', 99), (byte)'\n'];
            Errno error = Errno.None;
            for (int i = 0; i < 2000 && error == Errno.None; i++)
            {
                error = log.Append(OutputStream.Stdout, line);
            }

            Assert.Equal(Errno.ENOSPC, error);
            disk.Grow();
            Assert.Equal(Errno.None, log.Append(OutputStream.Stdout, "after\n"u8));
        }

        List<byte[]> read = [.. LogReader.Read($"/proc/self/fd/{disk.Root.DangerousGetHandle()}/output.log").Select(l => l.Content.ToArray())];
        Assert.Equal("after\n"u8.ToArray(), read[^1]);
        Assert.All(read[..^2], content => Assert.Equal(100, content.Length));
    }

    [Fact]
    public void Missing_log_has_no_records() => Assert.Empty(LogReader.Read(_directory["none"]));

    public void Dispose() => _directory.Dispose();

    private OutputLog Open() => new(_directory.Handle, "output.log", TimeProvider.System);

    private string Text() => string.Concat(LogReader.Read(LogPath).Select(l => Encoding.ASCII.GetString(l.Content.Span)));

    // Neighbours of one stream are one text: how it was cut into records means nothing.
    private static List<string> Joined(IEnumerable<(OutputStream Stream, byte[] Content)> chunks)
    {
        var joined = new List<string>();
        OutputStream? last = null;
        foreach ((OutputStream stream, byte[] content) in chunks)
        {
            if (content.Length == 0)
            {
                continue;
            }

            string hex = Convert.ToHexString(content);
            if (stream == last)
            {
                joined[^1] += hex;
            }
            else
            {
                joined.Add($"{stream} {hex}");
                last = stream;
            }
        }

        return joined;
    }

    private sealed class At(DateTimeOffset time) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => time;
    }
}
