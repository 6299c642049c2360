using Caisson.Containers;

namespace Caisson.Tests.Containers;

public class RestartPolicyTests
{
    [Theory]
    [InlineData("no", RestartKind.No, 0)]
    [InlineData("always", RestartKind.Always, 0)]
    [InlineData("unless-stopped", RestartKind.UnlessStopped, 0)]
    [InlineData("on-failure", RestartKind.OnFailure, 0)]
    [InlineData("on-failure:5", RestartKind.OnFailure, 5)]
    public void A_policy_is_parsed_and_spelled(string text, RestartKind kind, int retries)
    {
        RestartPolicy policy = RestartPolicy.Parse(text);
        Assert.Equal(new RestartPolicy(kind, retries), policy);
        Assert.Equal(text, policy.ToString());
    }

    [Fact]
    public void An_empty_policy_is_none() => Assert.Equal(RestartPolicy.No, RestartPolicy.Parse(""));

    [Theory]
    [InlineData("No")]
    [InlineData("always:5")]
    [InlineData("on-failure:")]
    [InlineData("on-failure:-1")]
    [InlineData("on-failure:2147483648")]
    public void Other_policies_are_refused(string text) => Assert.Equal(
        $"invalid restart policy \"{text}\": allowed are no, on-failure[:MAXIMUM], always and unless-stopped", Refusal.Of(() => RestartPolicy.Parse(text)));
}
