namespace Caisson.Runtime.Cgroups;

/// <summary>What is done with a device; the numbers are those of linux/bpf.h (BPF_DEVCG_ACC_*).</summary>
[Flags]
internal enum DeviceAccess
{
    None = 0,
    Make = 1,
    Read = 2,
    Write = 4,
    All = Make | Read | Write,
}
