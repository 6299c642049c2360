using Caisson.Oci;
using Caisson.Oci.Runtime;
using Caisson.Runtime.Namespaces;

namespace Caisson.Runtime.Tests.Namespaces;

public sealed class IdMapsTests
{
    private static readonly IdMapping[] s_ranges = [new(0, 100000, 1000), new(5000, 7, 1)];

    [Theory]
    [InlineData(0u, 100000u)]
    [InlineData(999u, 100999u)]
    [InlineData(1000u, null)]
    [InlineData(4999u, null)]
    [InlineData(5000u, 7u)]
    [InlineData(5001u, null)]
    public void An_id_goes_through_the_range_that_holds_it(uint id, uint? host) => Assert.Equal(host, IdMaps.ToHost(s_ranges, id));

    [Fact]
    public void Without_ranges_ids_are_the_host_s() => Assert.Equal(1234u, IdMaps.ToHost([], 1234));

    [Fact]
    public void The_text_is_a_line_for_each_range() => Assert.Equal("0 100000 1000\n5000 7 1\n", IdMaps.Text(s_ranges));

    [Fact]
    public void A_needed_id_that_is_not_mapped_is_named()
    {
        var ids = new ContainerIds(s_ranges, [new(0, 200000, 1)]);
        Assert.Equal(200000u, ids.Gid(0));
        Assert.Contains("linux.gidMappings: group id 5 is needed and not mapped", Assert.Throws<SpecException>(() => ids.Gid(5)).Message, StringComparison.Ordinal);
        Assert.Contains("linux.uidMappings: user id 1000 is needed and not mapped", Assert.Throws<SpecException>(() => ids.Uid(1000)).Message, StringComparison.Ordinal);
    }
}
