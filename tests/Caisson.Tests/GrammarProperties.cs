using Caisson.Compilation;
using Caisson.Containers;
using Caisson.Linux.Capabilities;
using Caisson.Mounts;
using Caisson.Namespaces;
using Caisson.Networks;
using Caisson.Processes;
using Caisson.Resources;
using Caisson.Security;
using Caisson.Sysctls;
using Caisson.Tests.Compilation;
using Caisson.Users;

namespace Caisson.Tests;

public class GrammarProperties
{
    private const string Alphabet = "abcugdrwmxkzMGKZ019.,:;=/-_+*[]%#\"'\\ \t\n\0\u001b\u2028é٣𝟙";

    // Pieces that grammars are made of, so that random texts get past the first character.
    private static readonly string[] Pieces =
    [
        "/a", "/dev/x", "type=bind", "src=", "dst=/b", "ro", "size=", "1k", "0:100:10", "c 1:3 rwm", "host", "container:", "container:x", "nofile=1:2", "SIGRTMIN+1", "127.0.0.1",
        "[::1]", "80", "80-81", "/udp", "net.core.x=1", "seccomp=", "unconfined", "label=", "mask=", "root", "on-failure:", "65535", "4294967295", "18446744073709551616",
    ];

    private static readonly Action<string>[] Parsers =
    [
        text => ByteSize.ParseOrUnlimited(text),
        text => CpuCount.ParseNano(text),
        text => CpuList.Parse(text),
        text => Ulimit.Parse(text),
        text => DeviceRequest.Parse(text),
        text => DeviceCgroupRule.Parse(text),
        text => DeviceRate.ParseBytes(text),
        text => DeviceRate.ParseOperations(text),
        text => DeviceWeight.Parse(text),
        text => VolumeSyntax.Parse(text, "/w"),
        text => MountSyntax.Parse(text, "/w"),
        text => TmpfsSyntax.Parse(text),
        text => IdMapSyntax.Parse(text),
        text => NamespaceSyntax.ParseNetwork(text),
        text => NamespaceSyntax.ParsePid(text),
        text => NamespaceSyntax.ParseIpc(text),
        text => NamespaceSyntax.ParseUts(text),
        text => NamespaceSyntax.ParseUser(text),
        text => PortSyntax.Parse(text),
        text => ExtraHost.Parse(text),
        text => DnsSyntax.ParseServer(text),
        text => DnsSyntax.ParseSearch(text),
        text => DnsSyntax.ParseOption(text),
        text => Sysctl.Parse(text),
        text => SecuritySyntax.Add(SecurityOptions.Default, text, "/w"),
        text => Caisson.Security.Capability.Parse(text),
        text => Signal.Parse(text),
        text => Duration.ParseOrForever(text),
        text => RestartPolicy.Parse(text),
        text => LabelSyntax.Parse(text),
        text => LabelSyntax.ParseFile(text, "f"),
        text => EnvironmentSyntax.Parse(text, _ => null),
        text => EnvironmentSyntax.ParseFile(text, "f", _ => null),
        text => ResourceName.Parse("volume", text),
        text => UserResolver.Resolve(text, [], text, text),
    ];

    [Fact]
    public void Every_parser_takes_or_refuses_any_text_in_one_line()
    {
        // A fixed seed: a failure comes again, with the text in the message.
        var random = new Random(20261122);
        for (int round = 0; round < 5_000; round++)
        {
            string text = RandomText(random);
            foreach (Action<string> parse in Parsers)
            {
                try
                {
                    parse(text);
                }
                catch (UsageException e)
                {
                    Assert.False(e.Message.Any(char.IsControl), $"{e.Message} for {text}");
                    Assert.True(e.Message.Length < 1000, $"{e.Message} for {text}");
                }
            }
        }
    }

    [Fact]
    public void Adding_capabilities_never_removes_and_dropping_never_adds()
    {
        var random = new Random(7);
        for (int round = 0; round < 2_000; round++)
        {
            string[] add = Some(random);
            string[] drop = [.. Some(random).Except(add, StringComparer.Ordinal)];
            string more = CapabilityNames.NameOf(random.Next(CapabilityNames.LastKnown + 1))!;
            if (drop.Contains(more, StringComparer.Ordinal) || add.Contains(more, StringComparer.Ordinal))
                continue;
            HashSet<string> before = [.. Bounding(add, drop)];
            Assert.True(before.IsSubsetOf(Bounding([.. add, more], drop)));
            Assert.True(before.IsSupersetOf(Bounding(add, [.. drop, more])));
            Assert.Contains(more, Bounding([.. add, more], drop));
            Assert.DoesNotContain(more, Bounding(add, [.. drop, more]));
            Assert.DoesNotContain(before, drop.Contains);
            Assert.True(before.IsSupersetOf(add.Except(["ALL"], StringComparer.Ordinal)));
        }
    }

    [Fact]
    public void A_simplified_path_stays_as_it_is_and_has_no_dots()
    {
        var random = new Random(11);
        for (int round = 0; round < 5_000; round++)
        {
            string path = "/" + string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => random.Next(5) switch { 0 => "/", 1 => ".", 2 => "..", 3 => "/..", _ => "a" }));
            string simple = AbsolutePath.Parse("path", path);
            Assert.Equal(simple, AbsolutePath.Parse("path", simple));
            Assert.DoesNotContain("..", simple.Split('/'));
            Assert.DoesNotContain("//", simple, StringComparison.Ordinal);
            Assert.Equal(Path.GetFullPath(path).TrimEnd('/'), simple.TrimEnd('/'));
        }
    }

    private static IReadOnlyList<string> Bounding(string[] add, string[] drop) =>
        Compiling.ProcessOf(Compiling.Busybox with { Security = new SecurityOptions { CapAdd = add, CapDrop = drop } }).Capabilities!.Bounding;

    private static string[] Some(Random random)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (int i = random.Next(4); i > 0; i--)
            names.Add(random.Next(6) == 0 ? "ALL" : CapabilityNames.NameOf(random.Next(CapabilityNames.LastKnown + 1))!);
        return [.. names];
    }

    private static string RandomText(Random random)
    {
        int length = random.Next(6);
        var text = new System.Text.StringBuilder();
        for (int i = 0; i < length; i++)
            text.Append(random.Next(3) == 0 ? Pieces[random.Next(Pieces.Length)] : Alphabet[random.Next(Alphabet.Length)].ToString());
        return text.ToString();
    }
}
