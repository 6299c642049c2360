using System.Text;
using Caisson.Linux.Files;
using Caisson.Linux.Pipes;
using Caisson.Linux.Processes;
using Caisson.Linux.Programs;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Linux.Tests.Programs;

/// <summary>Programs that really run, in children that share this process's memory until their execve.</summary>
public sealed class PrivateProgramTests
{
    [Theory]
    [InlineData("/bin/true", 0)]
    [InlineData("/bin/false", 1)]
    public void Program_becomes_another_one_and_its_exit_code_is_seen(string path, int exitCode)
    {
        using var program = new SyscallProgram();
        program.Execute([path], [path], []);
        Assert.Equal(new ExitStatus(exitCode, 0), Run(program));
        Assert.Null(program.Failure);
    }

    [Fact]
    public void Arguments_and_environment_arrive_byte_for_byte()
    {
        using Pipe pipe = Pipe.Create();
        using var program = new SyscallProgram();
        program.Duplicate(pipe.Write, 1);
        program.Execute(["/bin/sh"], ["sh", "-c", "printf '%s|' \"$@\" \"$V\"", "sh", "", "a b", "é\n$(id)"], ["V=x=y"]);
        Run(program);
        pipe.Write.Dispose();
        Assert.Equal("|a b|é\n$(id)|x=y|", ReadAll(pipe.Read));
    }

    [Fact]
    public void Result_of_a_call_is_an_argument_of_later_ones()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory["file"], "");
        using var program = new SyscallProgram();
        Cell file = program.Open(directory["file"], OpenFlags.O_WRONLY);
        program.Write(file, "written by a record");
        program.Close(file);
        program.Exit();
        Assert.Equal(0, Run(program).Code);
        Assert.True(file.Value > 2);
        Assert.Equal("written by a record", File.ReadAllText(directory["file"]));
    }

    [Fact]
    public void Tolerated_error_is_stored_and_the_walk_goes_on_at_the_label()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory["file"], "");
        using var program = new SyscallProgram();
        Cell file = program.Open(directory["file"], OpenFlags.O_WRONLY);
        Label after = program.NewLabel();
        Cell missing = program.OpenResolved(directory.Handle, "missing", OpenFlags.O_PATH, ResolveFlags.RESOLVE_BENEATH, Tolerate.Missing, after);
        program.Write(file, "skipped");
        program.Mark(after);
        program.Write(file, "reached");
        program.Exit();
        Assert.Equal(0, Run(program).Code);
        Assert.Equal(-(int)Errno.ENOENT, missing.Value);
        Assert.Equal("reached", File.ReadAllText(directory["file"]));
    }

    [Fact]
    public void Label_is_not_jumped_to_after_success()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory["file"], "");
        using var program = new SyscallProgram();
        Cell file = program.Open(directory["file"], OpenFlags.O_WRONLY);
        Label after = program.NewLabel();
        program.OpenResolved(directory.Handle, "file", OpenFlags.O_PATH, ResolveFlags.RESOLVE_BENEATH, Tolerate.Missing, after);
        program.Write(file, "not skipped, ");
        program.Mark(after);
        program.Write(file, "reached");
        program.Exit();
        Assert.Equal(0, Run(program).Code);
        Assert.Equal("not skipped, reached", File.ReadAllText(directory["file"]));
    }

    [Fact]
    public void Failure_names_its_step_and_errno_and_nothing_after_it_happens()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory["file"], "before");
        using var program = new SyscallProgram();
        program.Step("look around");
        program.Open(directory["file"], OpenFlags.O_RDONLY);
        program.Step("enter the void");
        program.Open(directory["void"], OpenFlags.O_RDONLY);
        program.Step("write");
        Cell file = program.Open(directory["file"], OpenFlags.O_WRONLY | OpenFlags.O_TRUNC);
        program.Write(file, "after");
        program.Execute(["/bin/true"], ["true"], []);
        Assert.Equal(125, Run(program).Code);
        Assert.Equal(new ProgramFailure("enter the void", Errno.ENOENT), program.Failure);
        Assert.Equal("before", File.ReadAllText(directory["file"]));
    }

    [Fact]
    public void Candidates_are_tried_in_order_and_say_why_they_did_not_run()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory["plain"], "no program");
        using var program = new SyscallProgram();
        IReadOnlyList<Cell> results = program.Execute([directory["missing"], directory["plain"] + "/x", directory["plain"], "/bin/true"], ["true"], []);
        Assert.Equal(0, Run(program).Code);
        Assert.Equal([-(int)Errno.ENOENT, -(int)Errno.ENOTDIR, -(int)Errno.EACCES], results.Take(3).Select(r => (int)r.Value));
    }

    [Fact]
    public void Last_candidate_that_is_missing_ends_the_program()
    {
        using var program = new SyscallProgram();
        program.Step("exec nothing");
        program.Execute(["/nonexistent"], ["nothing"], []);
        Assert.Equal(125, Run(program).Code);
        Assert.Equal(new ProgramFailure("exec nothing", Errno.ENOENT), program.Failure);
    }

    [Fact]
    public void Signal_that_ends_the_program_is_seen()
    {
        using var program = new SyscallProgram();
        program.UnblockSignals();
        program.Execute(["/bin/sh"], ["sh", "-c", "kill -9 $$"], []);
        Assert.Equal(new ExitStatus(137, 9), Run(program));
    }

    [Fact]
    public void Signals_of_the_program_are_as_at_login()
    {
        using Pipe pipe = Pipe.Create();
        using var program = new SyscallProgram();
        program.ResetBrokenPipeSignal();
        program.UnblockSignals();
        program.Duplicate(pipe.Write, 1);
        program.Execute(["/bin/grep"], ["grep", "-E", "^Sig(Blk|Ign)", "/proc/self/status"], []);
        Run(program);
        pipe.Write.Dispose();
        Assert.All(ReadAll(pipe.Read).TrimEnd('\n').Split('\n'), line => Assert.EndsWith("\t0000000000000000", line, StringComparison.Ordinal));
    }

    [Fact]
    public void Hundreds_of_programs_run_while_other_threads_keep_the_garbage_collector_busy()
    {
        using var stop = new CancellationTokenSource();
        Thread[] allocators = [.. Enumerable.Range(0, 2).Select(_ => new Thread(() => Allocate(stop.Token)) { IsBackground = true })];
        foreach (Thread allocator in allocators)
        {
            allocator.Start();
        }

        int collections = GC.CollectionCount(0);
        for (int i = 0; i < 300; i++)
        {
            using var program = new SyscallProgram();
            program.Execute(["/bin/true"], ["true", i.ToString(System.Globalization.CultureInfo.InvariantCulture)], []);
            Assert.Equal(0, Run(program).Code);
        }

        stop.Cancel();
        Assert.All(allocators, allocator => Assert.True(allocator.Join(TimeSpan.FromSeconds(10))));
        Assert.True(GC.CollectionCount(0) > collections, "the garbage collector had nothing to do");
    }

    [Fact]
    public void Descriptors_are_not_used_up()
    {
        int before = Directory.GetFiles("/proc/self/fd").Length;
        for (int i = 0; i < 50; i++)
        {
            using var program = new SyscallProgram(shared: i % 2 == 0);
            program.Open("/", OpenFlags.O_PATH);
        }

        Assert.InRange(Directory.GetFiles("/proc/self/fd").Length, 0, before + 10);
    }

    [Fact]
    public void More_steps_than_there_is_room_for_are_refused()
    {
        using var program = new SyscallProgram();
        Assert.Throws<ArgumentException>(() =>
        {
            for (int i = 0; i < 1_000_000; i++)
            {
                program.SetUmask(0);
            }
        });
    }

    [Fact]
    public void Longer_arguments_than_there_is_room_for_are_refused()
    {
        using var program = new SyscallProgram();
        string megabyte = new('x', 1 << 20);
        Assert.Throws<ArgumentException>(() => program.Execute(["/bin/true"], [.. Enumerable.Repeat(megabyte, 20)], []));
    }

    [Fact]
    public void Arguments_too_long_for_the_kernel_are_a_failure_of_their_step()
    {
        using var program = new SyscallProgram();
        program.Step("exec true");
        program.Execute(["/bin/true"], ["true", new string('x', 1 << 20)], []);
        Assert.Equal(125, Run(program).Code);
        Assert.Equal(new ProgramFailure("exec true", Errno.E2BIG), program.Failure);
    }

    [Fact]
    public void Nul_characters_are_refused()
    {
        using var program = new SyscallProgram();
        Assert.Throws<ArgumentException>(() => program.Open("/etc\0/passwd", OpenFlags.O_RDONLY));
        Assert.Throws<ArgumentException>(() => program.Execute(["/bin/true"], ["a\0b"], []));
        Assert.Throws<ArgumentException>(() => program.Execute(["/bin/true"], ["a"], ["A=\0"]));
        Assert.Throws<ArgumentException>(() => program.SetHostName("a\0"));
    }

    [Fact]
    public void Jumping_backwards_is_refused()
    {
        using var program = new SyscallProgram();
        Label label = program.NewLabel();
        program.Mark(label);
        Assert.Throws<InvalidOperationException>(
            () => program.OpenResolved(-1, "x", OpenFlags.O_PATH, ResolveFlags.RESOLVE_BENEATH, Tolerate.Missing, label));
    }

    private static ExitStatus Run(SyscallProgram program)
    {
        (int pid, SafeFileHandle pidFd) = CloneStub.Clone(program, CloneFlags.CLONE_VFORK);
        using (pidFd)
        {
            return ProcessCalls.Wait(pid);
        }
    }

    private static string ReadAll(SafeFileHandle file)
    {
        using var content = new MemoryStream();
        var buffer = new byte[4096];
        for (int length = StreamCalls.Read(file, buffer); length > 0; length = StreamCalls.Read(file, buffer))
        {
            content.Write(buffer, 0, length);
        }

        return Encoding.UTF8.GetString(content.ToArray());
    }

    private static void Allocate(CancellationToken stop)
    {
        var kept = new byte[64][];
        for (int i = 0; !stop.IsCancellationRequested; i++)
        {
            kept[i % kept.Length] = new byte[10_000];
        }
    }
}
