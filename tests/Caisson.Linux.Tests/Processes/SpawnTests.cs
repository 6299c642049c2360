using System.Text;
using Caisson.Linux.Files;
using Caisson.Linux.Pipes;
using Caisson.Linux.Processes;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Linux.Tests.Processes;

public sealed class SpawnTests
{
    [Fact]
    public void Process_gets_its_descriptors_and_no_others() =>
        Assert.Equal(["0", "1", "2", "3"], Output([], [Null()], "sh", "-c", "for f in /proc/self/fd/*; do [ -e $f ] && echo ${f##*/}; done")
            .Where(number => number != "255"));

    [Fact]
    public void Descriptors_are_shuffled_without_loss_when_numbers_overlap()
    {
        // The files' own numbers are small, so that sources and targets are the same numbers in another order.
        using var directory = new TemporaryDirectory();
        var files = new List<SafeFileHandle>();
        for (int i = 0; i < 12; i++)
        {
            File.WriteAllText(directory[$"{i}"], $"content {i}");
            files.Add(FileCalls.Open(directory.Handle, $"{i}", OpenFlags.O_RDONLY));
        }

        files.Reverse();
        string script = string.Concat(Enumerable.Range(3, 12).Select(n => $"cat /proc/self/fd/{n}; echo; "));
        string[] read = Output([], files, "sh", "-c", script);
        Assert.Equal(Enumerable.Range(0, 12).Reverse().Select(i => $"content {i}"), read);
    }

    [Fact]
    public void Same_descriptor_may_be_passed_twice()
    {
        SafeFileHandle twice = Null();
        Assert.Equal(["/dev/null", "/dev/null"], Output([], [twice, twice], "sh", "-c", "readlink /proc/self/fd/3 /proc/self/fd/4"));
    }

    [Fact]
    public void Environment_is_only_what_was_given()
    {
        // sh sets PWD and the like by itself; /proc/self/environ is what came with execve.
        Assert.Equal(["A=1", "EMPTY="], Output(["A=1", "EMPTY="], [], "sh", "-c", "tr '\\0' '\\n' </proc/$$/environ"));
        Assert.Equal([], Output([], [], "sh", "-c", "tr '\\0' '\\n' </proc/$$/environ"));
    }

    [Fact]
    public void Working_directory_is_the_root() => Assert.Equal(["/"], Output([], [], "sh", "-c", "readlink /proc/$$/cwd"));

    [Fact]
    public void New_session_is_led_by_the_process()
    {
        Assert.Equal(["leads"], Output([], [], "sh", "-c", "set -- $(cat /proc/$$/stat); [ $6 = $$ ] && echo leads"));
    }

    [Fact]
    public void No_signal_is_blocked_or_ignored() =>
        Assert.All(
            Output([], [], "sh", "-c", "exec grep -E '^Sig(Blk|Ign)' /proc/self/status"),
            line => Assert.EndsWith("\t0000000000000000", line, StringComparison.Ordinal));

    [Fact]
    public void Exit_code_is_seen()
    {
        using SafeFileHandle shell = FileCalls.Open(null, "/bin/sh", OpenFlags.O_RDONLY);
        using SafeFileHandle nothing = Null();
        int pid = new Spawn { Executable = shell, Arguments = ["sh", "-c", "exit 42"], Descriptors = [nothing, nothing, nothing] }.Start();
        Assert.Equal(new ExitStatus(42, 0), ProcessCalls.Wait(pid));
    }

    [Fact]
    public void File_that_is_no_program_is_an_error_that_names_it()
    {
        using SafeFileHandle file = FileCalls.Open(null, "/etc/passwd", OpenFlags.O_RDONLY);
        using SafeFileHandle nothing = Null();
        var spawn = new Spawn { Executable = file, Arguments = ["my program"], Descriptors = [nothing, nothing, nothing] };
        LinuxException error = Assert.Throws<LinuxException>(() => spawn.Start());
        Assert.Equal(Errno.EACCES, error.Errno);
        Assert.Contains("my program", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nul_characters_are_refused_and_cut_nothing_off()
    {
        using SafeFileHandle shell = FileCalls.Open(null, "/bin/sh", OpenFlags.O_RDONLY);
        Assert.Throws<ArgumentException>(() => new Spawn { Executable = shell, Arguments = ["sh", "a\0b"], Descriptors = [] }.Start());
        Assert.Throws<ArgumentException>(() => new Spawn { Executable = shell, Arguments = ["sh"], Environment = ["A=\0"], Descriptors = [] }.Start());
    }

    // Runs a shell with a pipe as stdout and returns its lines.
    private static string[] Output(IReadOnlyList<string> environment, IReadOnlyList<SafeFileHandle> more, params string[] arguments)
    {
        using Pipe pipe = Pipe.Create();
        using SafeFileHandle nothing = Null(), shell = FileCalls.Open(null, "/bin/sh", OpenFlags.O_RDONLY);
        int pid = new Spawn
        {
            Executable = shell,
            Arguments = arguments,
            Environment = environment,
            Descriptors = [nothing, pipe.Write, nothing, .. more],
            NewSession = true,
        }.Start();
        pipe.Write.Dispose();
        using var content = new MemoryStream();
        var buffer = new byte[4096];
        for (int length = StreamCalls.Read(pipe.Read, buffer); length > 0; length = StreamCalls.Read(pipe.Read, buffer))
        {
            content.Write(buffer, 0, length);
        }

        ProcessCalls.Wait(pid);
        foreach (SafeFileHandle file in more)
        {
            file.Dispose();
        }

        return Encoding.UTF8.GetString(content.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static SafeFileHandle Null() => FileCalls.Open(null, "/dev/null", OpenFlags.O_RDWR);
}
