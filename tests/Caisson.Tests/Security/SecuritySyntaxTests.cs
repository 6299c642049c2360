using Caisson.Security;

namespace Caisson.Tests.Security;

public class SecuritySyntaxTests
{
    private static SecurityOptions Parse(string text) => SecuritySyntax.Add(SecurityOptions.Default, text, "/srv");

    [Fact]
    public void Keys_and_values_are_separated_by_either_sign()
    {
        Assert.Equal("unconfined", Parse("seccomp=unconfined").SeccompProfile);
        Assert.Equal("unconfined", Parse("seccomp:unconfined").SeccompProfile);
        Assert.Equal("/etc/p.json", Parse("seccomp=/etc/p.json").SeccompProfile);
        Assert.Equal("/srv/p.json", Parse("seccomp=./p.json").SeccompProfile);
        Assert.Equal("mine", Parse("apparmor=mine").ApparmorProfile);
        Assert.Equal(["type:svirt_t"], Parse("label=type:svirt_t").LabelOptions);
        Assert.Equal(["disable"], Parse("label:disable").LabelOptions);
        Assert.True(Parse("systempaths=unconfined").SystemPathsUnconfined);
        Assert.Equal(["/a", "/b"], Parse("mask=/a:/b/").Mask);
        Assert.Equal(["ALL"], Parse("unmask=all").Unmask);
    }

    [Theory]
    [InlineData("no-new-privileges", true)]
    [InlineData("no-new-privileges:true", true)]
    [InlineData("no-new-privileges=true", true)]
    [InlineData("no-new-privileges=false", false)]
    public void New_privileges_are_a_switch(string text, bool expected) => Assert.Equal(expected, Parse(text).NoNewPrivileges);

    [Theory]
    [InlineData("", "unknown key, allowed are seccomp, apparmor, label, no-new-privileges, mask, unmask and systempaths")]
    [InlineData("credentialspec=x", "unknown key, allowed are seccomp, apparmor, label, no-new-privileges, mask, unmask and systempaths")]
    [InlineData("seccomp", "seccomp needs a value")]
    [InlineData("seccomp=", "seccomp needs a value")]
    [InlineData("no-new-privileges=", "no-new-privileges is true or false")]
    [InlineData("no-new-privileges=yes", "no-new-privileges is true or false")]
    [InlineData("systempaths=all", "allowed is systempaths=unconfined")]
    [InlineData("label=colour:red", "label is disable, user:USER, role:ROLE, type:TYPE, level:LEVEL or filetype:TYPE")]
    [InlineData("label=type:", "label is disable, user:USER, role:ROLE, type:TYPE, level:LEVEL or filetype:TYPE")]
    public void Other_options_are_refused(string text, string why) =>
        Assert.Equal($"invalid security option \"{text}\": {why}", Refusal.Of(() => Parse(text)));

    [Fact]
    public void Paths_to_mask_are_absolute() =>
        Assert.Equal("invalid masked path \"b\": it must be an absolute path", Refusal.Of(() => Parse("mask=/a:b")));

    [Theory]
    [InlineData("NET_ADMIN", "CAP_NET_ADMIN")]
    [InlineData("cap_net_admin", "CAP_NET_ADMIN")]
    [InlineData("checkpoint_restore", "CAP_CHECKPOINT_RESTORE")]
    [InlineData("all", "ALL")]
    public void Capabilities_have_names(string text, string name) => Assert.Equal(name, Capability.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("CAP_")]
    [InlineData("CAP_ALL")]
    [InlineData("CAP_CAP_CHOWN")]
    [InlineData("NET_ADMIN ")]
    public void Unknown_capabilities_are_refused(string text) => Assert.Equal(
        $"unknown capability \"{text}\": allowed are the names of capabilities(7), as NET_ADMIN, and ALL", Refusal.Of(() => Capability.Parse(text)));
}
