using Caisson.Users;

namespace Caisson.Tests.Users;

public class UserResolverTests
{
    private const string Passwd = """
        # comment
        root:x:0:0:root:/root:/bin/sh

        broken:x:notanumber:0::/:/bin/sh
        nouid:x::0::/:/bin/sh
        negative:x:-1:0::/:/bin/sh
        huge:x:4294967296:0::/:/bin/sh
        short:x:7
        :x:8:8::/:
        app:x:1000:1001:App:/home/app:/bin/sh
        app:x:1:1:second:/second:/bin/sh
        relative:x:1002:1002::home:/bin/sh
        bare:x:1003:1003
        99:x:2000:2000::/ninetynine:
        """;

    private const string Group = """
        root:x:0:
        app:x:1001:
        video:x:44:app,other
        audio:x:29:other,app
        broken:x:abc:app
        substring:x:50:application
        """;

    private static UserIdentity Resolve(string? user, params string[] groups) => UserResolver.Resolve(user, groups, Passwd, Group);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("root")]
    [InlineData("0")]
    public void The_default_is_root_with_its_entry(string? user)
    {
        UserIdentity root = Resolve(user);
        Assert.Equal((0u, 0u, "/root"), (root.Uid, root.Gid, root.Home));
        Assert.Equal([0u], root.AdditionalGids);
    }

    [Theory]
    [InlineData("app")]
    [InlineData("1000")]
    public void A_name_or_its_id_gives_group_home_and_memberships(string user)
    {
        UserIdentity app = Resolve(user);
        Assert.Equal((1000u, 1001u, "/home/app"), (app.Uid, app.Gid, app.Home));
        Assert.Equal([1001u, 44u, 29u], app.AdditionalGids);
    }

    [Theory]
    [InlineData("app:video", 44)]
    [InlineData("app:44", 44)]
    [InlineData("app:12345", 12345)]
    public void A_group_that_was_asked_for_replaces_the_memberships(string user, uint gid)
    {
        UserIdentity app = Resolve(user);
        Assert.Equal((1000u, gid), (app.Uid, app.Gid));
        Assert.Equal([gid], app.AdditionalGids);
    }

    [Fact]
    public void Ids_work_without_files()
    {
        UserIdentity user = UserResolver.Resolve("123:456", ["789", "456"], passwd: null, group: null);
        Assert.Equal((123u, 456u, "/"), (user.Uid, user.Gid, user.Home));
        Assert.Equal([456u, 789u], user.AdditionalGids);
        Assert.Equal(0u, UserResolver.Resolve("123", [], passwd: null, group: null).Gid);
        Assert.Equal("/", UserResolver.Resolve(null, [], passwd: null, group: null).Home);
    }

    [Fact]
    public void Added_groups_come_last_and_once() => Assert.Equal([1001u, 44u, 29u, 0u, 77u], Resolve("app", "root", "video", "77", "1001").AdditionalGids);

    [Fact]
    public void A_name_of_digits_is_found_as_a_name() => Assert.Equal(2000u, Resolve("99").Uid);

    [Fact]
    public void A_home_that_is_not_absolute_is_not_used()
    {
        Assert.Equal("/", Resolve("relative").Home);
        Assert.Equal("/", Resolve("bare").Home);
    }

    [Theory]
    [InlineData("nobody", "unable to find user nobody: no matching entry in passwd file")]
    [InlineData("broken", "unable to find user broken: no matching entry in passwd file")]
    [InlineData("nouid", "unable to find user nouid: no matching entry in passwd file")]
    [InlineData("negative", "unable to find user negative: no matching entry in passwd file")]
    [InlineData("huge", "unable to find user huge: no matching entry in passwd file")]
    [InlineData("short", "unable to find user short: no matching entry in passwd file")]
    [InlineData("# comment", "unable to find user # comment: no matching entry in passwd file")]
    [InlineData("-1", "unable to find user -1: no matching entry in passwd file")]
    [InlineData("a\u001bb", "unable to find user \"a\\u001bb\": no matching entry in passwd file")]
    [InlineData("app:staff", "unable to find group staff: no matching entry in group file")]
    [InlineData("app:broken", "unable to find group broken: no matching entry in group file")]
    [InlineData("2147483648", "invalid user \"2147483648\": ids are 0 to 2147483647")]
    [InlineData("0:99999999999999999999", "invalid user \"0:99999999999999999999\": ids are 0 to 2147483647")]
    [InlineData("a:b:c", "invalid user \"a:b:c\": allowed is USER[:GROUP], names or ids")]
    [InlineData("a\nroot", "invalid user \"a\\nroot\": allowed is USER[:GROUP], names or ids")]
    public void A_broken_entry_never_means_root(string user, string message) => Assert.Equal(message, Refusal.Of(() => Resolve(user)));

    [Fact]
    public void Unknown_added_groups_are_refused() =>
        Assert.Equal("unable to find group nope: no matching entry in group file", Refusal.Of(() => Resolve("app", "nope")));
}
