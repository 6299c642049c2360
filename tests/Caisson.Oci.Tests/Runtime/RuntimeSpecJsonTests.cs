using Caisson.Oci.Runtime;
using FsCheck;
using FsCheck.Fluent;

namespace Caisson.Oci.Tests.Runtime;

public sealed class RuntimeSpecJsonTests
{
    [Fact]
    public void A_configuration_with_every_member_comes_back_as_the_same_text()
    {
        RuntimeSpecDocument document = RuntimeSpecJson.ReadDocument(Documents.Utf8(Documents.Full));

        Assert.Empty(document.UnknownMembers);
        Assert.Empty(document.ForeignSections);
        Assert.Equal(Documents.Full, Documents.Written(document.Spec, indented: true));
    }

    [Fact]
    public void The_configuration_with_every_member_leaves_no_property_of_the_model_unset()
    {
        RuntimeSpec spec = RuntimeSpecJson.Read(Documents.Utf8(Documents.Full));

        Assert.Empty(Structure.NeverSet(spec));
    }

    [Fact]
    public void Any_configuration_is_read_as_it_was_written() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            RuntimeSpec spec = new SpecGenerator(seed).Next();
            RuntimeSpec read = RuntimeSpecJson.Read(Documents.Utf8(Documents.Written(spec)));
            return Structure.Difference(spec, read) is { } difference
                ? throw new InvalidOperationException(difference)
                : true;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_smallest_configuration_has_nothing_that_it_does_not_say()
    {
        RuntimeSpec spec = RuntimeSpecJson.Read("""{"ociVersion":"1.0.2-dev"}"""u8.ToArray());

        Assert.Null(Structure.Difference(new RuntimeSpec { OciVersion = "1.0.2-dev" }, spec));
        Assert.Null(spec.Process);
        Assert.Null(spec.Linux);
    }

    [Fact]
    public void Null_means_absent()
    {
        RuntimeSpec spec = RuntimeSpecJson.Read("""{"ociVersion":"1.2.0","hooks":null,"mounts":null,"process":{"cwd":"/","user":null,"oomScoreAdj":null}}"""u8.ToArray());

        Assert.Null(spec.Hooks);
        Assert.Empty(spec.Mounts);
        Assert.Null(spec.Process!.OomScoreAdj);
    }

    [Fact]
    public void Unknown_members_are_no_error_but_are_listed()
    {
        RuntimeSpecDocument document = RuntimeSpecJson.ReadDocument(
            """{"ociVersion":"1.3.0","x":{"y":1},"linux":{"netDevices":{"eth0":{}},"namespaces":[{"type":"pid","z":[]}]}}"""u8.ToArray());

        Assert.Equal(["x", "linux.netDevices", "linux.namespaces[0].z"], document.UnknownMembers);
    }

    [Fact]
    public void Sections_of_other_platforms_are_named()
    {
        RuntimeSpecDocument document = RuntimeSpecJson.ReadDocument(
            """{"ociVersion":"1.2.0","windows":{"layerFolders":["a"]},"vm":{"hypervisor":{"path":"/q"}},"solaris":{},"zos":{}}"""u8.ToArray());

        Assert.Equal(["solaris", "windows", "vm", "zos"], document.ForeignSections);
        Assert.Empty(document.UnknownMembers);
    }

    [Fact]
    public void A_process_alone_is_read_for_exec()
    {
        ProcessSpec process = RuntimeSpecJson.ReadProcess("""{"args":["id"],"cwd":"/","user":{"uid":7,"gid":8}}"""u8.ToArray());

        Assert.Equal(["id"], process.Args);
        Assert.Equal(7u, process.User.Uid);
    }

    [Fact]
    public void A_process_alone_comes_back_as_it_was_written()
    {
        ProcessSpec process = RuntimeSpecJson.Read(Documents.Utf8(Documents.Full)).Process!;

        Assert.Null(Structure.Difference(process, RuntimeSpecJson.ReadProcess(RuntimeSpecJson.WriteProcess(process))));
    }

    [Fact]
    public void A_configuration_is_written_to_a_stream()
    {
        using MemoryStream stream = new();
        RuntimeSpecJson.Write(new RuntimeSpec { Hostname = "a" }, stream);

        Assert.Equal("""{"ociVersion":"1.2.0","hostname":"a"}"""u8, stream.ToArray());
    }

    [Fact]
    public void Resources_alone_are_read_for_update()
    {
        ResourcesSpec resources = RuntimeSpecJson.ReadResources("""{"memory":{"limit":5},"pids":{"limit":-1}}"""u8.ToArray());

        Assert.Equal(5, resources.Memory!.Limit);
        Assert.Equal(-1, resources.PidsLimit);
    }
}
