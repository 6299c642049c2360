using System.Globalization;
using Caisson.Linux.Files;
using Caisson.Linux.Processes;
using Caisson.Linux.Programs;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Linux.Tests.Programs;

/// <summary>Programs that the built caisson-init walks, in a process that shares nothing with this one but the program.</summary>
public sealed class SharedProgramTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public void Results_come_back_and_descriptors_have_their_numbers_there()
    {
        using SafeFileHandle file = FileCalls.Open(_directory.Handle, "file", OpenFlags.O_RDWR | OpenFlags.O_CREAT, 0x180);
        using var program = new SyscallProgram(shared: true);
        Cell missing = program.OpenResolved(
            _directory.Handle, "missing", OpenFlags.O_PATH, ResolveFlags.RESOLVE_BENEATH, Tolerate.Missing);
        program.Write(file, "walked");
        program.Execute(["/bin/sh"], ["sh", "-c", "exit $1", "sh", "7"], []);
        Assert.Equal(7, Walk(program).Code);
        Assert.Null(program.Failure);
        Assert.Equal(-(int)Errno.ENOENT, missing.Value);
        Assert.Equal("walked", File.ReadAllText(_directory["file"]));
    }

    [Fact]
    public void Failure_names_its_step_and_errno()
    {
        using var program = new SyscallProgram(shared: true);
        program.Step("first");
        program.SetUmask(0);
        program.Step("second");
        program.Open(_directory["void"], OpenFlags.O_RDONLY);
        Assert.Equal(125, Walk(program).Code);
        Assert.Equal(new ProgramFailure("second", Errno.ENOENT), program.Failure);
    }

    [Fact]
    public void Fork_goes_on_in_a_child_whose_number_comes_back()
    {
        const CloneFlags Sibling = CloneFlags.CLONE_PARENT;
        using var program = new SyscallProgram(shared: true);
        Cell pid = program.Fork(Sibling);
        program.Execute(["/bin/sh"], ["sh", "-c", "exit 9"], []);
        Assert.Equal(0, Walk(program).Code);
        Assert.Equal(9, ProcessCalls.Wait((int)pid.Value).Code);
    }

    [Fact]
    public void Program_that_cannot_be_mapped_is_no_walk()
    {
        using var program = new SyscallProgram(shared: true);
        program.Exit();
        Assert.Equal(125, Walk(program, address: "1").Code);
    }

    public void Dispose() => _directory.Dispose();

    private static ExitStatus Walk(SyscallProgram program, string? address = null)
    {
        using SafeFileHandle init = FileCalls.Open(null, Init(), OpenFlags.O_RDONLY), nothing = FileCalls.Open(null, "/dev/null", OpenFlags.O_RDWR);
        return ProcessCalls.Wait(new Spawn
        {
            Executable = init,
            Arguments =
            [
                "caisson-init", "walk", address ?? program.Address.ToString("x", CultureInfo.InvariantCulture),
                program.MemoryNumber.ToString(CultureInfo.InvariantCulture),
            ],
            Descriptors = [nothing, nothing, nothing, .. program.PassedDescriptors],
        }.Start());
    }

    private static string Init()
    {
        for (string? directory = AppContext.BaseDirectory; directory is not null; directory = Path.GetDirectoryName(directory))
        {
            string candidate = Path.Combine(directory, "artifacts", "caisson", "caisson-init");
            if (File.Exists(candidate))
            {
                return candidate;
            }
        }

        Assert.Skip("needs the built caisson-init (eng/build)");
        return "";
    }
}
