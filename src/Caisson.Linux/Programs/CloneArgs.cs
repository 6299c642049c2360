using System.Runtime.InteropServices;

namespace Caisson.Linux.Programs;

/// <summary>struct clone_args (linux/sched.h), 88 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct CloneArgs
{
    internal ulong Flags, PidFd, ChildTid, ParentTid, ExitSignal, Stack, StackSize, Tls, SetTid, SetTidSize, Cgroup;
}
