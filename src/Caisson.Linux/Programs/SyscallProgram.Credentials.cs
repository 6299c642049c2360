using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Caisson.Linux.Native;

namespace Caisson.Linux.Programs;

public sealed partial class SyscallProgram
{
    /// <summary>Drops a capability from the bounding set (prctl(2), PR_CAPBSET_DROP).</summary>
    public void DropBoundingCapability(int capability)
    {
        const int PR_CAPBSET_DROP = 24;
        Call(Nr.prctl, PR_CAPBSET_DROP, capability);
    }

    /// <summary>Keeps the permitted capabilities when the user id leaves 0 (PR_SET_KEEPCAPS).</summary>
    public void KeepCapabilities(bool keep)
    {
        const int PR_SET_KEEPCAPS = 8;
        Call(Nr.prctl, PR_SET_KEEPCAPS, keep ? 1 : 0);
    }

    /// <summary>Sets the ids: groups, then gid, then uid.</summary>
    public void SetIds(uint uid, uint gid, IReadOnlyList<uint> groups, bool setGroups)
    {
        if (setGroups)
        {
            uint[] list = [.. groups];
            Call(Nr.setgroups, list.Length, Bytes(MemoryMarshal.AsBytes(list.AsSpan())));
        }

        Call(Nr.setresgid, gid, gid, gid);
        Call(Nr.setresuid, uid, uid, uid);
    }

    /// <summary>Becomes another user and keeps every capability in force (capabilities(7), SECBIT_NO_SETUID_FIXUP).</summary>
    public void SetIdsOnly(uint uid, uint gid)
    {
        const int PR_SET_SECUREBITS = 28;
        Call(Nr.prctl, PR_SET_SECUREBITS, Processes.FileIdentity.SECBIT_NO_SETUID_FIXUP);
        SetIds(uid, gid, [], setGroups: false);
    }

    /// <summary>capset(2) with masks of the three sets.</summary>
    public void SetCapabilities(ulong effective, ulong permitted, ulong inheritable)
    {
        const uint _LINUX_CAPABILITY_VERSION_3 = 0x20080522;
        Span<byte> header = stackalloc byte[8];
        header.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(header, _LINUX_CAPABILITY_VERSION_3);
        ReadOnlySpan<uint> data =
        [
            (uint)effective, (uint)permitted, (uint)inheritable,
            (uint)(effective >> 32), (uint)(permitted >> 32), (uint)(inheritable >> 32),
        ];
        Call(Nr.capset, Bytes(header), Bytes(MemoryMarshal.AsBytes(data)));
    }

    /// <summary>
    /// Raises an ambient capability (capabilities(7)). The kernel refuses one that is not permitted and inheritable (EPERM): it then stays down, as
    /// under the other runtimes, whose default configurations ask for such.
    /// </summary>
    public void RaiseAmbientCapability(int capability)
    {
        const int PR_CAP_AMBIENT = 47, PR_CAP_AMBIENT_RAISE = 2;
        Call(Nr.prctl, PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, capability, tolerate: Tolerate.Of(Errno.EPERM));
    }

    /// <summary>Empties the ambient set.</summary>
    public void ClearAmbientCapabilities()
    {
        const int PR_CAP_AMBIENT = 47, PR_CAP_AMBIENT_CLEAR_ALL = 4;
        Call(Nr.prctl, PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL);
    }

    /// <summary>Sets no_new_privs.</summary>
    public void SetNoNewPrivileges()
    {
        const int PR_SET_NO_NEW_PRIVS = 38;
        Call(Nr.prctl, PR_SET_NO_NEW_PRIVS, 1);
    }

    /// <summary>Keeps other processes from reading this one's memory until execve (PR_SET_DUMPABLE).</summary>
    public void SetUndumpable()
    {
        const int PR_SET_DUMPABLE = 4;
        Call(Nr.prctl, PR_SET_DUMPABLE, 0);
    }

    /// <summary>Loads a seccomp filter of 8-byte instructions (seccomp(2)).</summary>
    public void InstallSeccomp(ReadOnlySpan<byte> instructions, uint flags)
    {
        const int SECCOMP_SET_MODE_FILTER = 1, InstructionSize = 8;
        // struct sock_fprog: length, padding, pointer.
        Span<byte> program = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(program, (ulong)(instructions.Length / InstructionSize));
        BinaryPrimitives.WriteInt64LittleEndian(program[8..], Bytes(instructions));
        Call(Nr.seccomp, SECCOMP_SET_MODE_FILTER, flags, Bytes(program));
    }
}
