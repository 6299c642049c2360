using Caisson.Linux.Files;
using Caisson.Linux.Pipes;
using Caisson.Linux.Processes;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Linux.Tests.Processes;

/// <summary>CVE-2019-5736: whoever runs from the executable must not be able to change it.</summary>
public sealed class SealedExecutableTests
{
    [Fact]
    public void Running_executable_cannot_be_written_through_proc()
    {
        using var directory = new TemporaryDirectory();
        File.Copy("/bin/cat", directory["program"]);
        byte[] before = File.ReadAllBytes(directory["program"]);
        using SafeFileHandle program = SealedExecutable.Open(directory["program"]);
        using Pipe input = Pipe.Create();
        using SafeFileHandle nothing = FileCalls.Open(null, "/dev/null", OpenFlags.O_RDWR);
        int pid = new Spawn { Executable = program, Arguments = ["program"], Descriptors = [input.Read, nothing, nothing] }.Start();
        try
        {
            // While it runs a write would be refused anyhow (ETXTBSY); the attack holds a descriptor and writes once it has ended.
            Assert.Equal(Errno.None, FileCalls.TryOpen(null, $"/proc/{pid}/exe", OpenFlags.O_PATH, out SafeFileHandle? held));
            input.Write.Dispose();
            ProcessCalls.Wait(pid);
            pid = 0;
            using (held)
            {
                Errno error = FileCalls.TryOpen(null, $"/proc/self/fd/{held!.DangerousGetHandle()}", OpenFlags.O_WRONLY | OpenFlags.O_TRUNC, out SafeFileHandle? writable);
                writable?.Dispose();
                Assert.Contains(error, (Errno[])[Errno.EROFS, Errno.EPERM, Errno.EACCES]);
            }
        }
        finally
        {
            if (pid != 0)
            {
                input.Write.Dispose();
                ProcessCalls.Wait(pid);
            }
        }

        Assert.Equal(before, File.ReadAllBytes(directory["program"]));
    }

    [Fact]
    public void Same_attack_succeeds_on_an_executable_that_is_not_sealed()
    {
        // What the test above would show without the protection.
        using var directory = new TemporaryDirectory();
        File.Copy("/bin/cat", directory["program"]);
        using SafeFileHandle program = FileCalls.Open(null, directory["program"], OpenFlags.O_PATH);
        Errno error = FileCalls.TryOpen(null, $"/proc/self/fd/{program.DangerousGetHandle()}", OpenFlags.O_WRONLY | OpenFlags.O_TRUNC, out SafeFileHandle? writable);
        writable?.Dispose();
        Assert.Equal(Errno.None, error);
    }

    [Fact]
    public void Missing_executable_is_an_error_that_names_it()
    {
        LinuxException error = Assert.Throws<LinuxException>(() => SealedExecutable.Open("/nonexistent/program").Dispose());
        Assert.Contains("/nonexistent/program", error.Message, StringComparison.Ordinal);
    }
}
