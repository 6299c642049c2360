using Caisson.Resources;

namespace Caisson.Tests.Resources;

public class LimitSyntaxTests
{
    [Theory]
    [InlineData("1", 1_000_000_000)]
    [InlineData("1.5", 1_500_000_000)]
    [InlineData("0.000000001", 1)]
    [InlineData(".25", 250_000_000)]
    [InlineData("0", 0)]
    public void Cpus_are_counted_in_billionths(string text, long nano) => Assert.Equal(nano, CpuCount.ParseNano(text));

    [Theory]
    [InlineData("0.0000000001", "invalid number of cpus \"0.0000000001\": at most 9 digits after the point")]
    [InlineData("-1", "invalid number of cpus \"-1\": allowed is a decimal number up to 100000, as 1.5")]
    [InlineData("", "invalid number of cpus \"\": allowed is a decimal number up to 100000, as 1.5")]
    [InlineData("two", "invalid number of cpus \"two\": allowed is a decimal number up to 100000, as 1.5")]
    [InlineData("100001", "invalid number of cpus \"100001\": allowed is a decimal number up to 100000, as 1.5")]
    [InlineData("1/2", "invalid number of cpus \"1/2\": allowed is a decimal number up to 100000, as 1.5")]
    public void Other_numbers_of_cpus_are_refused(string text, string message) => Assert.Equal(message, Refusal.Of(() => CpuCount.ParseNano(text)));

    [Theory]
    [InlineData("0")]
    [InlineData("0-3,7")]
    [InlineData("1,1")]
    [InlineData("5-5")]
    public void A_cpu_list_has_numbers_and_ranges(string text) => Assert.Equal(text, CpuList.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("3-1")]
    [InlineData("1,")]
    [InlineData("-1")]
    [InlineData("1-2-3")]
    [InlineData("a")]
    [InlineData("0 1")]
    [InlineData("65536")]
    public void Other_cpu_lists_are_refused(string text) => Assert.Equal(
        $"invalid list \"{text}\": allowed are numbers up to 65535 and ranges separated by commas, as 0-3,7", Refusal.Of(() => CpuList.Parse(text)));

    [Theory]
    [InlineData("nofile=1024", "nofile", 1024, 1024)]
    [InlineData("nofile=1024:4096", "nofile", 1024, 4096)]
    [InlineData("core=-1", "core", -1, -1)]
    [InlineData("memlock=0:-1", "memlock", 0, -1)]
    [InlineData("stack=-1:-1", "stack", -1, -1)]
    public void A_ulimit_has_a_soft_and_a_hard_limit(string text, string name, long soft, long hard) =>
        Assert.Equal(new Ulimit(name, soft, hard), Ulimit.Parse(text));

    [Theory]
    [InlineData("as"), InlineData("core"), InlineData("cpu"), InlineData("data"), InlineData("fsize"), InlineData("locks"), InlineData("memlock")]
    [InlineData("msgqueue"), InlineData("nice"), InlineData("nofile"), InlineData("nproc"), InlineData("rss"), InlineData("rtprio")]
    [InlineData("rttime"), InlineData("sigpending"), InlineData("stack")]
    public void Every_limit_of_the_kernel_has_its_name(string name) =>
        Assert.Equal("RLIMIT_" + name.ToUpperInvariant(), Ulimit.Parse(name + "=1").KernelName);

    [Theory]
    [InlineData("nofile", "allowed is NAME=SOFT[:HARD], as nofile=1024:4096")]
    [InlineData("=1", "allowed is NAME=SOFT[:HARD], as nofile=1024:4096")]
    [InlineData("nofile=", "limits are numbers from 0, or -1 for unlimited")]
    [InlineData("nofile=1:", "limits are numbers from 0, or -1 for unlimited")]
    [InlineData("nofile=1:2:3", "limits are numbers from 0, or -1 for unlimited")]
    [InlineData("nofile=-2", "limits are numbers from 0, or -1 for unlimited")]
    [InlineData("nofile=9223372036854775808", "limits are numbers from 0, or -1 for unlimited")]
    [InlineData("nofile=2:1", "the soft limit is above the hard limit")]
    [InlineData("nofile=-1:1", "the soft limit is above the hard limit")]
    public void Other_ulimits_are_refused(string text, string why) =>
        Assert.Equal($"invalid ulimit \"{text}\": {why}", Refusal.Of(() => Ulimit.Parse(text)));

    [Theory]
    [InlineData("NOFILE=1")]
    [InlineData("files=1")]
    public void An_unknown_ulimit_is_refused_with_the_known_ones(string text) =>
        Assert.StartsWith($"invalid ulimit \"{text}\": unknown name \"{text[..^2]}\", allowed are as, core,", Refusal.Of(() => Ulimit.Parse(text)));
}
