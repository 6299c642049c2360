using System.Text;
using Caisson.Oci.Runtime;

namespace Caisson.Oci.Tests.Runtime;

public sealed class RuntimeSpecJsonRefusalTests
{
    [Theory]
    [InlineData("""{}""", "config.json: ociVersion is missing")]
    [InlineData("""[]""", "config.json: expected an object, found an array")]
    [InlineData("""{"ociVersion":1}""", "ociVersion: expected a string, found a number")]
    [InlineData("""{"ociVersion":"2.0.0"}""", "ociVersion: version 2.0.0 of the specification is not supported (1.x is)")]
    [InlineData("""{"ociVersion":"1.2.0","root":{}}""", "root: path is missing")]
    [InlineData("""{"ociVersion":"1.2.0","process":{}}""", "process: cwd is missing")]
    [InlineData("""{"ociVersion":"1.2.0","mounts":{}}""", "mounts: expected an array, found an object")]
    [InlineData("""{"ociVersion":"1.2.0","mounts":[{"destination":"/a"},{}]}""", "mounts[1]: destination is missing")]
    [InlineData("""{"ociVersion":"1.2.0","annotations":{"a.b/c\n":5}}""", "annotations[\"a.b/c\\u000a\"]: expected a string, found a number")]
    [InlineData("""{"ociVersion":"1.2.0","annotations":{"k":null}}""", "annotations.k: expected a string, found null")]
    public void The_message_begins_with_the_place(string json, string message) => Assert.Equal(message, Documents.Refusal(json));

    [Theory]
    [InlineData("args", """["sh",5]""", "process.args[1]: expected a string, found a number")]
    [InlineData("terminal", "1", "process.terminal: expected true or false, found a number")]
    [InlineData("oomScoreAdj", "-1001", "process.oomScoreAdj: -1001 is out of range (-1000 to 1000)")]
    [InlineData("oomScoreAdj", "1.5", "process.oomScoreAdj: expected a whole number, found 1.5")]
    [InlineData("oomScoreAdj", "1e2", "process.oomScoreAdj: expected a whole number, found 1e2")]
    [InlineData("user", """{"uid":-1}""", "process.user.uid: -1 is out of range (0 to 4294967294)")]
    [InlineData("user", """{"uid":4294967295}""", "process.user.uid: 4294967295 is out of range (0 to 4294967294)")]
    [InlineData("user", """{"additionalGids":[0,4294967296]}""", "process.user.additionalGids[1]: 4294967296 is out of range (0 to 4294967294)")]
    [InlineData("rlimits", """[{"type":"RLIMIT_CORE","soft":18446744073709551616,"hard":0}]""", "process.rlimits[0].soft: 18446744073709551616 is out of range (0 to 18446744073709551615)")]
    [InlineData("ioPriority", """{"class":"IOPRIO_CLASS_RT","priority":8}""", "process.ioPriority.priority: 8 is out of range (0 to 7)")]
    public void A_process_with_a_wrong_value_is_refused(string member, string value, string message) =>
        Assert.Equal(message, Documents.Refusal($$$"""{"ociVersion":"1.2.0","process":{"cwd":"/","{{{member}}}":{{{value}}}}}"""));

    [Theory]
    [InlineData("""{"resources":{"memory":{"limit":"1"}}}""", "linux.resources.memory.limit: expected a number, found a string")]
    [InlineData("""{"resources":{"memory":{"limit":9223372036854775808}}}""", "linux.resources.memory.limit: 9223372036854775808 is out of range (-9223372036854775808 to 9223372036854775807)")]
    [InlineData("""{"resources":{"memory":{"swappiness":101}}}""", "linux.resources.memory.swappiness: 101 is out of range (0 to 100)")]
    [InlineData("""{"resources":{"blockIO":{"weight":65536}}}""", "linux.resources.blockIO.weight: 65536 is out of range (0 to 65535)")]
    [InlineData("""{"resources":{"devices":[{}]}}""", "linux.resources.devices[0]: allow is missing")]
    [InlineData("""{"resources":{"pids":[]}}""", "linux.resources.pids: expected an object, found an array")]
    [InlineData("""{"timeOffsets":{"boottime":{"nanosecs":1000000000}}}""", "linux.timeOffsets.boottime.nanosecs: 1000000000 is out of range (0 to 999999999)")]
    [InlineData("""{"namespaces":[{}]}""", "linux.namespaces[0]: type is missing")]
    [InlineData("""{"seccomp":{"defaultAction":"a","syscalls":[{"names":[],"action":"b"}]}}""", "linux.seccomp.syscalls[0].names: at least one system call must be named")]
    [InlineData("""{"seccomp":{"defaultAction":"a","syscalls":[{"names":["x"],"action":"b","args":[{"index":6,"value":0,"op":"o"}]}]}}""", "linux.seccomp.syscalls[0].args[0].index: 6 is out of range (0 to 5)")]
    public void A_linux_section_with_a_wrong_value_is_refused(string section, string message) =>
        Assert.Equal(message, Documents.Refusal($$$"""{"ociVersion":"1.2.0","linux":{{{section}}}}"""));

    [Theory]
    [InlineData("terminal")]
    [InlineData("soft")]
    [InlineData("SCHED_DEADLINE")]
    [InlineData("\"masked")]
    public void A_cut_document_is_refused_with_its_line(string cutBefore)
    {
        string text = Documents.Full[..Documents.Full.IndexOf(cutBefore, StringComparison.Ordinal)];

        Assert.Matches(@"^[a-zA-Z0-9.\[\]]+: not valid JSON at line \d+, column \d+$", Documents.Refusal(text));
    }

    [Fact]
    public void A_mutated_configuration_is_read_or_refused_but_never_anything_else()
    {
        Random random = new(20240607);
        byte[] seed = Encoding.UTF8.GetBytes(Documents.Full);
        string[] fragments = ["null", "-1", "1e999", "\"\\ud800\"", "{}", "[]", "[[[[", "\"", "\\u0000", "18446744073709551616", "\u0001", "//", "\"cwd\":", ","];
        int refused = 0;
        for (int round = 0; round < 20_000; round++)
        {
            List<byte> bytes = [.. seed.AsSpan(0, random.Next(4) == 0 ? random.Next(seed.Length) : seed.Length)];
            for (int change = random.Next(1, 4); change > 0 && bytes.Count > 1; change--)
            {
                int at = random.Next(bytes.Count);
                switch (random.Next(4))
                {
                    case 0:
                        bytes[at] = (byte)random.Next(256);
                        break;
                    case 1:
                        bytes.RemoveRange(at, random.Next(1, Math.Min(40, bytes.Count - at) + 1));
                        break;
                    case 2:
                        bytes.InsertRange(at, Encoding.UTF8.GetBytes(fragments[random.Next(fragments.Length)]));
                        break;
                    default:
                        // A piece of the document in another place: valid tokens where they do not belong.
                        bytes.InsertRange(at, bytes.GetRange(random.Next(at + 1), random.Next(Math.Min(60, bytes.Count - at))));
                        break;
                }
            }

            try
            {
                RuntimeSpecJson.ReadDocument(bytes.ToArray());
            }
            catch (SpecException e)
            {
                refused++;
                Assert.DoesNotContain('\n', e.Message);
            }
        }

        Assert.InRange(refused, 10_000, 20_000);
    }
}
