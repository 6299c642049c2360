using Caisson.Resources;

namespace Caisson.Tests.Resources;

public class DeviceSyntaxTests
{
    [Theory]
    [InlineData("/dev/fuse", "/dev/fuse", "/dev/fuse", "rwm")]
    [InlineData("/dev/fuse:r", "/dev/fuse", "/dev/fuse", "r")]
    [InlineData("/dev/fuse:/dev/x", "/dev/fuse", "/dev/x", "rwm")]
    [InlineData("/dev/fuse:/dev/x:mr", "/dev/fuse", "/dev/x", "mr")]
    [InlineData("/dev//snd/", "/dev/snd", "/dev/snd", "rwm")]
    public void A_device_has_paths_and_access(string text, string host, string container, string access) =>
        Assert.Equal(new DeviceRequest(host, container, access), DeviceRequest.Parse(text));

    [Theory]
    [InlineData("", "invalid device path \"\": it must be an absolute path")]
    [InlineData("fuse", "invalid device path \"fuse\": it must be an absolute path")]
    [InlineData("/dev/fuse:rx", "invalid device path in the container \"rx\": it must be an absolute path")]
    [InlineData("/dev/fuse:/dev/x:", "invalid device \"/dev/fuse:/dev/x:\": the access is letters of r, w and m, each at most once")]
    [InlineData("/dev/fuse:/dev/x:rr", "invalid device \"/dev/fuse:/dev/x:rr\": the access is letters of r, w and m, each at most once")]
    [InlineData("/a:/b:r:w", "invalid device \"/a:/b:r:w\": allowed is HOST[:CONTAINER][:ACCESS], as /dev/fuse:/dev/fuse:rw")]
    [InlineData("nvidia.com/gpu=0", "invalid device \"nvidia.com/gpu=0\": cdi devices are not supported, give the device's path")]
    public void Other_devices_are_refused(string text, string message) => Assert.Equal(message, Refusal.Of(() => DeviceRequest.Parse(text)));

    [Fact]
    public void A_device_rule_has_a_type_numbers_and_access()
    {
        Assert.Equal(new DeviceCgroupRule('c', 10, 200, "rwm"), DeviceCgroupRule.Parse("c 10:200 rwm"));
        Assert.Equal(new DeviceCgroupRule('b', null, null, "r"), DeviceCgroupRule.Parse("b *:* r"));
        Assert.Equal(new DeviceCgroupRule('a', null, null, "rwm"), DeviceCgroupRule.Parse("a *:* rwm"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("c")]
    [InlineData("c 1:3")]
    [InlineData("d 1:3 r")]
    [InlineData("c 1 r")]
    [InlineData("c :3 r")]
    [InlineData("c 1: r")]
    [InlineData("c 4096:1 r")]
    [InlineData("c 1:1048576 r")]
    [InlineData("c -1:1 r")]
    [InlineData("c 1:1 x")]
    [InlineData("c 1:1 rrr")]
    [InlineData("c  1:1 r")]
    [InlineData("c 1:1 r ")]
    public void Other_device_rules_are_refused(string text) => Assert.Equal(
        $"invalid device rule \"{text}\": allowed is TYPE MAJOR:MINOR ACCESS, as \"c 10:200 rwm\" or \"b *:* r\"",
        Refusal.Of(() => DeviceCgroupRule.Parse(text)));

    [Fact]
    public void A_rule_for_all_devices_cannot_have_numbers() => Assert.Equal(
        "invalid device rule \"a 1:3 rwm\": the kernel knows type a only as \"a *:* rwm\"", Refusal.Of(() => DeviceCgroupRule.Parse("a 1:3 rwm")));

    [Fact]
    public void Rates_are_in_bytes_or_operations()
    {
        Assert.Equal(new DeviceRate("/dev/sda", 1 << 20), DeviceRate.ParseBytes("/dev/sda:1mb"));
        Assert.Equal(new DeviceRate("/dev/sda", 1000), DeviceRate.ParseOperations("/dev/sda:1000"));
        Assert.Equal(new DeviceWeight("/dev/sda", 200), DeviceWeight.Parse("/dev/sda:200"));
    }

    [Fact]
    public void Other_rates_are_refused()
    {
        Assert.Equal("invalid device rate \"/dev/sda\": allowed is PATH:SIZE, as /dev/sda:1mb", Refusal.Of(() => DeviceRate.ParseBytes("/dev/sda")));
        Assert.Equal("invalid device path \"sda\": it must be an absolute path", Refusal.Of(() => DeviceRate.ParseBytes("sda:1")));
        Assert.Equal(
            "invalid device rate \"/dev/sda:1k\": allowed is PATH:NUMBER, as /dev/sda:1000", Refusal.Of(() => DeviceRate.ParseOperations("/dev/sda:1k")));
        Assert.Equal("invalid weight \"9\": allowed is 10 to 1000", Refusal.Of(() => DeviceWeight.Parse("/dev/sda:9")));
        Assert.Equal("invalid weight \"1001\": allowed is 10 to 1000", Refusal.Of(() => DeviceWeight.ParseWeight("1001")));
    }
}
