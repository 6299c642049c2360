using Caisson.Compilation;
using Caisson.Containers;
using Caisson.Oci.Images;
using Caisson.Processes;

namespace Caisson.Tests.Compilation;

public class EffectiveSettingsTests
{
    private static readonly ImageContainerConfig Image = new()
    {
        User = "app",
        StopSignal = "SIGQUIT",
        StopTimeout = 3,
        Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["a"] = "image", ["b"] = "image" },
    };

    private static readonly ContainerSpec Unsaid = new();

    [Fact]
    public void The_image_counts_where_the_user_says_nothing()
    {
        Assert.Equal("app", EffectiveSettings.User(Unsaid, Image));
        Assert.Equal(new Signal(3), EffectiveSettings.StopSignal(Unsaid, Image));
        Assert.Equal(TimeSpan.FromSeconds(3), EffectiveSettings.StopTimeout(Unsaid, Image));
        Assert.Equal(Timeout.InfiniteTimeSpan, EffectiveSettings.StopTimeout(Unsaid, Image with { StopTimeout = -1 }));
    }

    [Fact]
    public void The_user_counts_before_the_image()
    {
        ContainerSpec said = new() { User = "", StopSignal = Signal.Kill, StopTimeout = TimeSpan.Zero };
        Assert.Equal("", EffectiveSettings.User(said, Image));
        Assert.Equal(Signal.Kill, EffectiveSettings.StopSignal(said, Image));
        Assert.Equal(TimeSpan.Zero, EffectiveSettings.StopTimeout(said, Image));
    }

    [Fact]
    public void Without_either_there_are_defaults()
    {
        Assert.Equal(Signal.Terminate, EffectiveSettings.StopSignal(Unsaid, new ImageContainerConfig()));
        Assert.Equal(TimeSpan.FromSeconds(10), EffectiveSettings.StopTimeout(Unsaid, new ImageContainerConfig()));
        Assert.Equal(
            "invalid signal \"SIGFOO\": allowed is 1 to 64, or a name of signal(7) as TERM, SIGTERM or RTMIN+3",
            Refusal.Of(() => EffectiveSettings.StopSignal(Unsaid, Image with { StopSignal = "SIGFOO" })));
    }

    [Fact]
    public void Labels_are_put_together()
    {
        ContainerSpec said = new() { Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["b"] = "mine", ["c"] = "mine" } };
        IReadOnlyDictionary<string, string> labels = EffectiveSettings.Labels(said, Image);
        Assert.Equal(["a=image", "b=mine", "c=mine"], labels.Select(l => $"{l.Key}={l.Value}").Order(StringComparer.Ordinal));
        Assert.Same(said.Labels, EffectiveSettings.Labels(said, new ImageContainerConfig()));
    }

    [Fact]
    public void A_volume_of_the_image_over_the_root_is_refused() => Assert.Equal(
        "invalid mount target \"/\": the root itself cannot be mounted over",
        Refusal.Of(() => EffectiveSettings.MountsOf(Unsaid, Image with { Volumes = ["/"] })));
}
