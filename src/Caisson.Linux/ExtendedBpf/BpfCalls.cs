using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Caisson.Linux.Native;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Linux.ExtendedBpf;

/// <summary>The commands of bpf(2) that device rules on cgroup version 2 need.</summary>
public static unsafe class BpfCalls
{
    private const int BPF_CGROUP_DEVICE = 6;

    /// <summary>
    /// Loads a program of type BPF_PROG_TYPE_CGROUP_DEVICE. EPERM without CAP_BPF or CAP_SYS_ADMIN of the initial user namespace;
    /// EINVAL or EACCES when the kernel's verifier refuses it.
    /// </summary>
    public static Errno TryLoadDeviceFilter(IReadOnlyList<BpfInstruction> instructions, out SafeFileHandle? program)
    {
        const int BPF_PROG_LOAD = 5, BPF_PROG_TYPE_CGROUP_DEVICE = 15;
        byte[] code = Encode(instructions);
        // SAFETY: code is pinned and the licence is static data; the kernel copies both during the call.
        fixed (byte* instructionBytes = code, license = "Apache-2.0\0"u8)
        fixed (byte* name = "caisson_device\0\0"u8)
        {
            var attributes = new ProgramLoad
            {
                ProgramType = BPF_PROG_TYPE_CGROUP_DEVICE,
                InstructionCount = (uint)instructions.Count,
                Instructions = (ulong)instructionBytes,
                License = (ulong)license,
                ExpectedAttachType = BPF_CGROUP_DEVICE,
            };
            new ReadOnlySpan<byte>(name, 16).CopyTo(new Span<byte>(attributes.Name, 16));
            nint result;
            do
            {
                // EAGAIN: the verifier was interrupted by a signal (bpf(2)).
                result = Libc.Syscall(Nr.bpf, BPF_PROG_LOAD, (nint)(&attributes), sizeof(ProgramLoad));
            }
            while (result is -(int)Errno.EINTR or -(int)Errno.EAGAIN);
            program = result < 0 ? null : new SafeFileHandle(result, ownsHandle: true);
            return result < 0 ? (Errno)(-result) : Errno.None;
        }
    }

    /// <summary>
    /// Attaches a device filter to a cgroup, beside the filters of its ancestors: every one must allow an access. It stays for as
    /// long as the cgroup lives; the program's descriptor may be closed.
    /// </summary>
    /// <param name="cgroup">A directory of cgroup version 2, opened for reading (not O_PATH).</param>
    /// <param name="program">The loaded program.</param>
    public static Errno TryAttachDeviceFilter(SafeFileHandle cgroup, SafeFileHandle program)
    {
        const int BPF_PROG_ATTACH = 8;
        const uint BPF_F_ALLOW_MULTI = 2;
        using var target = new DirectoryArgument(cgroup);
        using var attached = new DirectoryArgument(program);
        var attributes = new ProgramAttach
        {
            TargetFd = (uint)target.Fd,
            ProgramFd = (uint)attached.Fd,
            AttachType = BPF_CGROUP_DEVICE,
            Flags = BPF_F_ALLOW_MULTI,
        };
        // SAFETY: attributes live on this stack frame and their size is passed.
        nint result = Libc.SyscallRestarting(Nr.bpf, BPF_PROG_ATTACH, (nint)(&attributes), sizeof(ProgramAttach));
        return result < 0 ? (Errno)(-result) : Errno.None;
    }

    // code u8, dst_reg:4 src_reg:4, off s16, imm s32, little endian on x86-64.
    private static byte[] Encode(IReadOnlyList<BpfInstruction> instructions)
    {
        byte[] bytes = new byte[instructions.Count * BpfInstruction.Size];
        for (int i = 0; i < instructions.Count; i++)
        {
            Span<byte> record = bytes.AsSpan(i * BpfInstruction.Size, BpfInstruction.Size);
            BpfInstruction instruction = instructions[i];
            record[0] = instruction.Code;
            record[1] = (byte)((instruction.Source << 4) | instruction.Destination);
            BinaryPrimitives.WriteInt16LittleEndian(record[2..], instruction.Offset);
            BinaryPrimitives.WriteInt32LittleEndian(record[4..], instruction.Immediate);
        }

        return bytes;
    }

    /// <summary>union bpf_attr of BPF_PROG_LOAD, up to expected_attach_type.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct ProgramLoad
    {
        public uint ProgramType, InstructionCount;
        public ulong Instructions, License;
        public uint LogLevel, LogSize;
        public ulong LogBuffer;
        public uint KernelVersion, ProgramFlags;
        public fixed byte Name[16];
        public uint InterfaceIndex, ExpectedAttachType;
    }

    /// <summary>union bpf_attr of BPF_PROG_ATTACH, up to replace_bpf_fd.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct ProgramAttach
    {
        public uint TargetFd, ProgramFd, AttachType, Flags, ReplacedFd;
    }
}
