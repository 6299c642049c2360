using Caisson.Linux.ExtendedBpf;
using Caisson.Oci.Runtime;
using Caisson.Runtime.Cgroups;
using FsCheck;
using FsCheck.Fluent;

namespace Caisson.Runtime.Tests.Cgroups;

public sealed class DeviceRuleTests
{
    private static readonly DeviceRule DenyAll = new() { Allow = false, Access = "rwm" };

    [Fact]
    public void Version_1_denies_everything_and_allows_the_rest()
    {
        CgroupPlan plan = CgroupPlan.For(new() { Devices = [DenyAll, Rule("c 10:229 rw")] }, Layouts.Legacy);
        Assert.Equal(
            """
            devices: devices.deny = a
            devices: devices.allow = c 10:229 rw
            devices: devices.allow = c *:* m
            devices: devices.allow = b *:* m
            devices: devices.allow = c 1:3 rwm
            devices: devices.allow = c 1:5 rwm
            devices: devices.allow = c 1:7 rwm
            devices: devices.allow = c 1:8 rwm
            devices: devices.allow = c 1:9 rwm
            devices: devices.allow = c 5:0 rwm
            devices: devices.allow = c 5:2 rwm
            devices: devices.allow = c 136:* rwm
            """.ReplaceLineEndings("\n"),
            string.Join('\n', plan.Writes));
        Assert.Null(plan.DeviceFilter);
    }

    [Fact]
    public void Nothing_is_written_when_everything_is_allowed()
    {
        ResourcesSpec privileged = new() { Devices = [new() { Allow = true, Access = "rwm" }] };
        Assert.Empty(CgroupPlan.For(privileged, Layouts.Legacy).Writes);
        Assert.Null(DeviceFilterCompiler.Compile([DenyAll, .. privileged.Devices]));
    }

    [Theory]
    [InlineData("a:c 1:3 rw;d:c 1:3 w", "devices.deny a;devices.allow c 1:3 r")]
    [InlineData("a:c 1:3 rw;d:c 1:* rw", "devices.deny a")]
    [InlineData("a:c 1:3 r;a:c 1:3 w", "devices.deny a;devices.allow c 1:3 rw")]
    [InlineData("a:a *:* rwm;d:b 8:0 w", "devices.deny b 8:0 w")]
    [InlineData("a:a *:* rwm;d:b 8:0 w;a:b 8:* rw", "")]
    [InlineData("a:a 7:* m", "devices.deny a;devices.allow c 7:* m;devices.allow b 7:* m")]
    public void Version_1_folds_rules(string rules, string expected)
    {
        var plan = new CgroupPlanBuilder(Layouts.Legacy, isUpdate: false, currentMemoryLimit: null);
        DeviceRules.Compile(plan, Rules(rules));
        Assert.Equal(expected, string.Join(';', plan.Build().Writes.Select(w => $"{w.File} {w.Value}")));
    }

    [Fact]
    public void Version_1_refuses_a_hole_in_an_allowed_range()
    {
        var plan = new CgroupPlanBuilder(Layouts.Legacy, isUpdate: false, currentMemoryLimit: null);
        CgroupException error = Assert.Throws<CgroupException>(() => DeviceRules.Compile(plan, Rules("a:c 1:* rw;d:c 1:3 r")));
        Assert.EndsWith("cgroup v1 cannot deny 'c 1:3 r' after allowing 'c 1:* rw'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Device_rules_without_any_means_to_enforce_them_are_refused()
    {
        CgroupException error = Assert.Throws<CgroupException>(() => CgroupPlan.For(resources: null, Layouts.None));
        Assert.StartsWith("device rules (--device, --device-cgroup-rule): neither", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x", 1, 1, "r")]
    [InlineData("c", -2, 1, "r")]
    [InlineData("c", 1, 1L << 40, "r")]
    [InlineData("c", 1, 1, "rx")]
    public void Malformed_rules_are_refused(string type, long major, long minor, string access)
    {
        var rule = new DeviceRule { Allow = true, Type = type, Major = major, Minor = minor, Access = access };
        Assert.Throws<CgroupException>(() => DeviceFilterCompiler.Compile([rule]));
    }

    [Theory]
    [InlineData("c 1:3 rw", true)]
    [InlineData("c 1:3 rwm", true)]
    [InlineData("c 5:1 r", false)]
    [InlineData("c 5:1 m", true)]
    [InlineData("b 8:0 m", true)]
    [InlineData("b 8:0 rm", false)]
    [InlineData("c 136:77 rw", true)]
    [InlineData("b 1:3 r", false)]
    public void The_filter_of_a_default_container_allows_the_default_devices(string access, bool allowed)
    {
        IReadOnlyList<BpfInstruction> filter = CgroupPlan.For(resources: null, Layouts.Unified).DeviceFilter!;
        Assert.Equal(allowed, DeviceFilterInterpreter.Allows(filter, DeviceMatch.From(Rule(access))));
    }

    [Fact]
    public void The_filter_decides_as_the_last_rule_about_each_letter()
    {
        Prop.ForAll(RuleLists().ToArbitrary(), rules =>
        {
            IReadOnlyList<BpfInstruction>? filter = DeviceFilterCompiler.Compile(rules);
            foreach (DeviceMatch access in EveryAccess())
            {
                bool expected = Expected(rules, access);
                bool actual = filter is null || DeviceFilterInterpreter.Allows(filter, access);
                Assert.True(expected == actual, $"{access} after {string.Join("; ", rules.Select(r => $"{r.Allow} {DeviceMatch.From(r)}"))}");
            }
        }).QuickCheckThrowOnFailure();
    }

    private static bool Expected(IReadOnlyList<DeviceRule> rules, DeviceMatch access)
    {
        foreach (DeviceAccess letter in new[] { DeviceAccess.Make, DeviceAccess.Read, DeviceAccess.Write })
        {
            if (access.Access.HasFlag(letter)
                && !rules.Select(DeviceMatch.From).LastOrDefault(r => r.Covers(access) && r.Access.HasFlag(letter)).Allow)
            {
                return false;
            }
        }

        return true;
    }

    private static IEnumerable<DeviceMatch> EveryAccess() =>
        from type in "cb"
        from major in new uint[] { 1, 2 }
        from minor in new uint[] { 1, 2 }
        from access in Enumerable.Range(1, 7)
        select new DeviceMatch(Allow: true, type, major, minor, (DeviceAccess)access);

    private static Gen<DeviceRule[]> RuleLists() =>
        (from allow in Gen.Elements(true, false)
         from type in Gen.Elements("a", "b", "c", null)
         from major in Gen.Elements<long?>(1, 2, -1, null)
         from minor in Gen.Elements<long?>(1, 2, -1, null)
         from access in Gen.Elements("r", "w", "m", "rw", "rm", "wm", "rwm", null)
         select new DeviceRule { Allow = allow, Type = type, Major = major, Minor = minor, Access = access }).ArrayOf();

    private static DeviceRule[] Rules(string text) =>
        [.. text.Split(';').Select(part => Rule(part[2..]) with { Allow = part[0] == 'a' })];

    private static DeviceRule Rule(string text)
    {
        string[] parts = text.Split(' ', ':');
        return new() { Allow = true, Type = parts[0], Major = Number(parts[1]), Minor = Number(parts[2]), Access = parts[3] };

        static long Number(string part) => string.Equals(part, "*", StringComparison.Ordinal) ? -1 : long.Parse(part);
    }
}
