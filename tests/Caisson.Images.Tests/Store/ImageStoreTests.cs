using Caisson.Linux.Files;
using Caisson.Oci.Images;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Images.Tests.Store;

public sealed class ImageStoreTests : IDisposable
{
    private readonly TemporaryDirectory _temp = new();
    private readonly ImageStore _store;

    public ImageStoreTests() => _store = ImageStore.Open(_temp["store"]);

    public void Dispose()
    {
        _store.Dispose();
        _temp.Dispose();
    }

    [Fact]
    public void A_store_that_does_not_exist_is_empty_and_is_not_made_by_looking()
    {
        Assert.Null(_store.Find("busybox"));
        Assert.Empty(_store.List());
        Assert.False(Directory.Exists(_store.Root));
    }

    [Fact]
    public void An_image_is_found_by_every_form_of_its_name_and_id()
    {
        StoredImage image = Import("busybox:1.36", "1");
        foreach (string name in (string[])[
            "busybox:1.36", "docker.io/library/busybox:1.36", "library/busybox:1.36", $"busybox@{image.Manifest.Digest}",
            image.Id.ToString(), image.Id.Hex, image.Id.Short, image.Id.Hex[..3], "sha256:" + image.Id.Hex[..5]])
        {
            Assert.Equal(image.Id, _store.Find(name)?.Id);
        }

        foreach (string name in (string[])["busybox", "busybox:1", $"other@{image.Manifest.Digest}", "", "no such", "../x", new string('0', 64), "zz"])
        {
            Assert.Null(_store.Find(name));
        }
    }

    [Fact]
    public void A_name_wins_over_the_beginning_of_an_id()
    {
        StoredImage first = Import("first", "1");
        Import($"{first.Id.Hex[..4]}", "2");
        Assert.NotEqual(first.Id, _store.Find(first.Id.Hex[..4])!.Id);
    }

    [Fact]
    public void An_ambiguous_id_is_an_error()
    {
        for (int i = 0; i < 17; i++)
        {
            Import($"image{i}", $"{i}");
        }

        string common = _store.List().GroupBy(image => image.Id.Hex[0]).First(group => group.Count() > 1).Key.ToString();
        Assert.Contains("ambiguous", Assert.Throws<ImageException>(() => _store.Find(common)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tag_moves_and_the_image_that_lost_it_stays_without_a_name()
    {
        StoredImage old = Import("app:1", "old"), next = Import("app:1", "new");
        Assert.Equal(next.Id, _store.Find("app:1")!.Id);
        Assert.Empty(_store.Find(old.Id.Hex)!.Names);
        _store.Tag(old.Id.Short, ImageReference.Parse("app:old"));
        Assert.Equal("app:old", Assert.Single(_store.Find(old.Id.Hex)!.Names).Familiar);
        Assert.Equal(2, _store.List().Count);
        Assert.Throws<ImageException>(() => _store.Tag("missing", ImageReference.Parse("x")));
    }

    [Fact]
    public void The_last_name_takes_the_image_with_it()
    {
        StoredImage image = Import("app:1", "1");
        _store.Tag("app:1", ImageReference.Parse("app:2"));
        Assert.Equal("Untagged: app:1", Assert.Single(Remove("app:1")).ToString());
        IReadOnlyList<RemovedItem> removed = Remove("app:2");
        Assert.Equal($"Untagged: app:2, Deleted: {image.Id}, Deleted: {image.DiffIds[0]}", string.Join(", ", removed));
        AssertNoContent();
        Assert.Contains("no such image: app:2", Assert.Throws<ImageException>(() => Remove("app:2")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Removing_by_id_needs_force_when_there_are_several_names()
    {
        StoredImage image = Import("app:1", "1");
        _store.Tag("app:1", ImageReference.Parse("app:2"));
        Assert.Contains("app:1, app:2", Assert.Throws<ImageException>(() => Remove(image.Id.Short)).Message, StringComparison.Ordinal);
        Assert.Equal(4, _store.Remove(image.Id.Short, force: true, _ => null).Count);
        AssertNoContent();
    }

    [Fact]
    public void An_image_in_use_is_kept()
    {
        StoredImage image = Import("app:1", "1");
        ImageException refusal = Assert.Throws<ImageException>(() => _store.Remove("app:1", force: false, _ => new ImageUse("box", IsRunning: false)));
        Assert.Contains("stopped container box", refusal.Message, StringComparison.Ordinal);
        Assert.Throws<ImageException>(() => _store.Remove("app:1", force: true, _ => new ImageUse("box", IsRunning: true)));
        Assert.Equal("Untagged: app:1", Assert.Single(_store.Remove("app:1", force: true, _ => new ImageUse("box", IsRunning: false))).ToString());
        Assert.Empty(_store.Find(image.Id.Hex)!.Names);
        Assert.True(Directory.Exists(_store.LayerDirectories(image)[0]));
    }

    [Fact]
    public void Content_that_another_image_needs_stays()
    {
        LayoutBuilder one = new(_temp["one"]), two = new(_temp["two"]);
        byte[] shared = LayoutBuilder.Layer("a", "1");
        one.Image([shared, LayoutBuilder.Layer("b", "1")], "x/one:1");
        two.Image([shared], "x/two:1");
        _store.Import(one.Path);
        StoredImage kept = _store.Import(two.Path).Image;
        Remove("x/one:1");
        Assert.Equal("1", File.ReadAllText($"{Assert.Single(_store.LayerDirectories(kept))}/a"));
        Assert.Equal(3, Directory.GetFiles($"{_store.Root}/images/blobs/sha256").Length);
        Remove("x/two:1");
        AssertNoContent();
    }

    [Fact]
    public void What_another_tool_put_into_the_layout_is_kept_and_is_no_image()
    {
        StoredImage image = Import("app:1", "1");
        string foreign = $"{_store.Root}/images/blobs/sha256/{new string('a', 64)}";
        File.WriteAllText(foreign, "not even JSON");
        string index = $"{_store.Root}/images/index.json";
        File.WriteAllText(index, File.ReadAllText(index).Replace(
            "\"manifests\":[", $"\"manifests\":[{{\"mediaType\":\"x/y\",\"digest\":\"sha256:{new string('a', 64)}\",\"size\":13}},", StringComparison.Ordinal));
        Assert.Equal(image.Id, Assert.Single(_store.List()).Id);
        Remove("app:1");
        Assert.True(File.Exists(foreign));
        Assert.Contains(new string('a', 64), File.ReadAllText(index), StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_killed_writer_left_is_removed_by_the_next_and_what_a_live_one_makes_is_not()
    {
        Import("app:1", "1");
        string dead = Directory.CreateDirectory($"{_store.Root}/staging/dead/inside").Parent!.FullName;
        string live = Directory.CreateDirectory($"{_store.Root}/staging/live").FullName;
        string orphan = Directory.CreateDirectory($"{_store.Root}/layers/orphan").FullName;
        string blob = $"{_store.Root}/images/blobs/sha256/{new string('b', 64)}";
        File.WriteAllText(blob, "renamed, but never in the index");
        using (SafeFileHandle claimed = Layers.Unpacking.Open(live))
        {
            FileCalls.Lock(claimed, live);
            Import("app:2", "2");
            Assert.Equal((false, true, false, false), (Directory.Exists(dead), Directory.Exists(live), Directory.Exists(orphan), File.Exists(blob)));
        }

        Import("app:3", "3");
        Assert.False(Directory.Exists(live));
        Assert.Equal(3, _store.List().Count);
    }

    [Fact]
    public void Writers_at_the_same_time_lose_nothing()
    {
        byte[] shared = LayoutBuilder.Layer("a", "shared");
        LayoutBuilder[] layouts = [.. Enumerable.Range(0, 4).Select(i =>
        {
            LayoutBuilder layout = new(_temp[$"layout{i}"]);
            layout.Image([shared, LayoutBuilder.Layer("b", $"{i}")], $"x/app:{i}");
            return layout;
        })];
        Parallel.For(0, 4, i =>
        {
            using var store = ImageStore.Open(_store.Root);
            for (int round = 0; round < 5; round++)
            {
                StoredImage image = store.Import(layouts[i].Path).Image;
                Assert.Equal("shared", File.ReadAllText($"{store.LayerDirectories(image)[1]}/a"));
                if (i % 2 == 0)
                {
                    store.Remove($"x/app:{i}", force: false, _ => null);
                }
            }
        });
        Assert.Equal("x/app:1 x/app:3", string.Join(' ', _store.List().Select(image => image.Names[0].Familiar).Order(StringComparer.Ordinal)));
        Assert.Equal(3, Directory.GetDirectories($"{_store.Root}/layers").Length);
        Assert.Empty(Directory.GetFileSystemEntries($"{_store.Root}/staging"));
    }

    [Fact]
    public void Skopeo_reads_the_store_in_place()
    {
        Here.NeedsProgram("skopeo");
        StoredImage image = Import("busybox:1.36", "1");
        string raw = Here.Run("skopeo", "inspect", "--raw", $"oci:{_store.Root}/images:docker.io/library/busybox:1.36");
        Assert.Contains(image.Id.ToString(), raw, StringComparison.Ordinal);
        Here.Run("skopeo", "--insecure-policy", "copy", $"oci:{_store.Root}/images:docker.io/library/busybox:1.36", $"oci-archive:{_temp["copy.tar"]}");
        Assert.Equal(image.Id, _store.Import(_temp["copy.tar"], ImageReference.Parse("copy")).Image.Id);
    }

    [Fact]
    public void Everything_in_the_store_is_private()
    {
        Import("app", "1");
        foreach (string path in Directory.EnumerateFileSystemEntries(_store.Root, "*", SearchOption.AllDirectories).Append(_store.Root))
        {
            bool isLayerContent = path.StartsWith($"{_store.Root}/layers/", StringComparison.Ordinal) && !path.EndsWith(".json", StringComparison.Ordinal);
            Assert.True(isLayerContent || (FileCalls.Status(null, path).Mode & 0x3F) == 0, path);
        }
    }

    private StoredImage Import(string name, string content)
    {
        string file = _temp[$"{Guid.NewGuid():n}.tar"];
        File.WriteAllBytes(file, LayoutBuilder.Layer("file", content));
        return _store.Import(file, ImageReference.Parse(name)).Image;
    }

    private IReadOnlyList<RemovedItem> Remove(string name) => _store.Remove(name, force: false, _ => null);

    private void AssertNoContent()
    {
        foreach (string directory in (string[])["images/blobs/sha256", "layers", "snapshots", "staging"])
        {
            Assert.Empty(Directory.GetFileSystemEntries($"{_store.Root}/{directory}"));
        }
    }
}
