using System.Diagnostics;
using Caisson.Images.Tests.Layers;
using Caisson.Oci.Images;

namespace Caisson.Images.Tests.Store;

/// <summary>A writer is killed at random moments; the store is whole every time.</summary>
public sealed class KilledWriterTests
{
    private const string StoreVariable = "CAISSON_TEST_STORE", SourceVariable = "CAISSON_TEST_SOURCES";

    [Fact]
    public void A_store_is_whole_whenever_its_writer_is_killed()
    {
        using var temp = new TemporaryDirectory();
        byte[] shared = Layer("shared");
        for (int i = 0; i < 3; i++)
        {
            new LayoutBuilder(temp[$"source{i}"]).Image([shared, Layer($"{i}"), Layer($"top{i}")], $"x/app:{i}");
        }

        var random = new Random(11);
        for (int round = 0; round < 8; round++)
        {
            using Process writer = StartWriter(temp);
            WaitForWork(writer, temp["store"]);

            // The point of the test is that the moment does not matter; this spreads it over imports, commits and removals.
            writer.WaitForExit(random.Next(150));
            writer.Kill();
            writer.WaitForExit();
            Check(temp["store"]);
        }

        using var store = ImageStore.Open(temp["store"]);
        store.Import(temp["source0"]);
        Assert.Empty(Directory.GetFileSystemEntries(temp["store/staging"]));
        Check(temp["store"]);
    }

    /// <summary>The process that is killed: it imports and removes until then.</summary>
    [Fact(Explicit = true)]
    public void Import_and_remove_until_killed()
    {
        string? path = Environment.GetEnvironmentVariable(StoreVariable), sources = Environment.GetEnvironmentVariable(SourceVariable);
        Assert.SkipWhen(path is null || sources is null, "started by another test only");
        using var store = ImageStore.Open(path);
        for (int i = 0; ; i = (i + 1) % 3)
        {
            store.Import($"{sources}/source{i}");
            if (i == 2)
            {
                store.Remove("x/app:1", force: false, _ => null);
            }
        }
    }

    private static byte[] Layer(string name)
    {
        TarBuilder tar = new();
        for (int i = 0; i < 200; i++)
        {
            tar.File($"{name}/{i}", $"{name} {i}");
        }

        return tar.Build();
    }

    private static Process StartWriter(TemporaryDirectory temp)
    {
        var start = new ProcessStartInfo(
            Environment.ProcessPath!,
            [.. OwnArguments(), "--explicit", "only", "--filter-method", $"*{nameof(Import_and_remove_until_killed)}", "--no-progress"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment[StoreVariable] = temp["store"];
        start.Environment[SourceVariable] = temp.Path;
        return Process.Start(start)!;
    }

    // Run as "dotnet exec tests.dll" or as the executable itself.
    private static string[] OwnArguments() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) is "dotnet" ? ["exec", typeof(KilledWriterTests).Assembly.Location] : [];

    private static void WaitForWork(Process writer, string store)
    {
        var clock = Stopwatch.StartNew();
        while (!Directory.Exists($"{store}/staging") || Directory.GetFileSystemEntries($"{store}/staging").Length == 0 || !File.Exists($"{store}/images/index.json"))
        {
            Assert.False(writer.WaitForExit(5), "the writer ended by itself");
            Assert.True(clock.Elapsed < TimeSpan.FromMinutes(1), "the writer did not start");
        }
    }

    private static void Check(string path)
    {
        using var store = ImageStore.Open(path);
        foreach (StoredImage image in store.List())
        {
            Assert.Single(image.Names);
            ImageManifest manifest = ImageManifest.Parse(store.ReadDocument(image.Manifest.Digest), "manifest");
            IReadOnlyList<string> directories = store.LayerDirectories(image);
            for (int i = 0; i < manifest.Layers.Count; i++)
            {
                byte[] blob = File.ReadAllBytes($"{path}/images/blobs/sha256/{manifest.Layers[i].Digest.Hex}");
                Assert.Equal(manifest.Layers[i].Digest, Digest.FromSha256(System.Security.Cryptography.SHA256.HashData(blob)));
                string layer = Assert.Single(Directory.GetDirectories(directories[manifest.Layers.Count - 1 - i]));
                for (int file = 0; file < 200; file++)
                {
                    Assert.Equal($"{Path.GetFileName(layer)} {file}", File.ReadAllText($"{layer}/{file}"));
                }
            }
        }
    }
}
