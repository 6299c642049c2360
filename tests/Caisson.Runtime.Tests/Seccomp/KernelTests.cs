using System.Runtime.InteropServices;
using Caisson.Linux.Capabilities;
using Caisson.Linux.Seccomp;
using Caisson.Runtime.Seccomp;

namespace Caisson.Runtime.Tests.Seccomp;

public sealed class KernelTests
{
    private const int SysPrctl = 157, SysSeccomp = 317, SysUnshare = 272, SysIoUringSetup = 425, SysKeyctl = 250, SysGetpid = 39, SysListns = 470;
    private const int PrSetNoNewPrivs = 38, PrGetSeccomp = 21, ModeFilter = 2;

    [Fact]
    public void The_kernel_takes_the_default_filter_and_obeys_it()
    {
        BpfProgram program = SeccompCompiler.Compile(DefaultSeccompProfile.ForCapabilities(CapabilitySet.Empty, new Version(6, 1))).Program;
        List<(string Step, long Result)> results = [];

        // A filter without TSYNC belongs to one thread and goes when it ends.
        Thread thread = new(() =>
        {
            GCHandle code = GCHandle.Alloc(program.Bytes.ToArray(), GCHandleType.Pinned);
            try
            {
                FilterProgram description = new() { Length = (ushort)program.Length, Filter = code.AddrOfPinnedObject() };
                results.Add(("no_new_privs", Call(SysPrctl, PrSetNoNewPrivs, 1)));
                results.Add(("load", Load(SysSeccomp, 1, 0, ref description, 0, 0, 0)));
                results.Add(("mode", Call(SysPrctl, PrGetSeccomp)));
                results.Add(("getpid", Call(SysGetpid)));
                results.Add(("unshare", Call(SysUnshare, 0x10000000)));
                results.Add(("io_uring_setup", Call(SysIoUringSetup)));
                results.Add(("keyctl", Call(SysKeyctl)));
                results.Add(("listns", Call(SysListns)));
            }
            finally
            {
                code.Free();
            }
        });
        thread.Start();
        thread.Join();

        Assert.SkipWhen(results[1] is ("load", -38 or -1), "this environment does not let a process filter its system calls");
        Assert.Equal(
            [
                ("no_new_privs", 0), ("load", 0), ("mode", ModeFilter), ("getpid", Environment.ProcessId), ("unshare", -1), ("io_uring_setup", -1),
                ("keyctl", -1), ("listns", -38),
            ],
            results);
    }

    private static long Call(int number, long a0 = 0, long a1 = 0) => Result(Syscall(number, a0, a1, 0, 0, 0, 0));

    private static long Load(int number, long operation, long flags, ref FilterProgram program, long a3, long a4, long a5) =>
        Result(SyscallWithProgram(number, operation, flags, ref program, a3, a4, a5));

    private static long Result(long value) => value == -1 ? -Marshal.GetLastPInvokeError() : value;

    [DllImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static extern long Syscall(long number, long a0, long a1, long a2, long a3, long a4, long a5);

    [DllImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static extern long SyscallWithProgram(long number, long a0, long a1, ref FilterProgram a2, long a3, long a4, long a5);

    // struct sock_fprog
    [StructLayout(LayoutKind.Sequential)]
    private struct FilterProgram
    {
        public ushort Length;
        public nint Filter;
    }
}
