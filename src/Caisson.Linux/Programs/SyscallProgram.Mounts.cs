using Caisson.Linux.Mounts;
using Caisson.Linux.Native;

namespace Caisson.Linux.Programs;

public sealed partial class SyscallProgram
{
    /// <summary>Changes the propagation of <c>/</c> and everything below (mount(2)).</summary>
    public void SetPropagation(string path, MountFlags propagation) => Call(Nr.mount, 0, Text(path), 0, (long)propagation);

    /// <summary>fsopen(2).</summary>
    public Cell OpenFileSystem(string type) => Call(Nr.fsopen, Text(type), MountCalls.FSOPEN_CLOEXEC);

    /// <summary>fsconfig(2) with a string, or for a null value a flag.</summary>
    public void Configure(Argument context, string key, string? value)
    {
        if (value is null)
        {
            Call(Nr.fsconfig, context, MountCalls.FSCONFIG_SET_FLAG, Text(key));
        }
        else
        {
            Call(Nr.fsconfig, context, MountCalls.FSCONFIG_SET_STRING, Text(key), Text(value));
        }
    }

    /// <summary>fsconfig(2) and fsmount(2): the file system of a context as a detached mount.</summary>
    public Cell CreateMount(Argument context, MountAttributes attributes)
    {
        Call(Nr.fsconfig, context, MountCalls.FSCONFIG_CMD_CREATE);
        return Call(Nr.fsmount, context, MountCalls.FSMOUNT_CLOEXEC, (long)attributes);
    }

    /// <summary>open_tree(2): a detached copy of the mount at a descriptor.</summary>
    public Cell CloneMount(Argument at, bool recursive) => Call(Nr.open_tree, at, Text(""), (long)MountCalls.CloneTreeFlags(recursive, emptyPath: true));

    /// <summary>move_mount(2): attaches a detached mount to the file that a descriptor stands for.</summary>
    public void AttachMount(Argument mount, Argument target) =>
        Call(Nr.move_mount, mount, Text(""), target, Text(""), MountCalls.MOVE_MOUNT_F_EMPTY_PATH | MountCalls.MOVE_MOUNT_T_EMPTY_PATH);

    /// <summary>move_mount(2) to a trusted path.</summary>
    public void AttachMount(Argument mount, string target) =>
        Call(Nr.move_mount, mount, Text(""), Libc.AT_FDCWD, Text(target), MountCalls.MOVE_MOUNT_F_EMPTY_PATH);

    /// <summary>mount_setattr(2) on the mount that a descriptor stands for.</summary>
    public void SetMountAttributes(Argument mount, MountAttributeChange change, bool recursive)
    {
        Span<byte> attributes = stackalloc byte[MountAttributeChange.Size];
        change.Write(attributes);
        Call(Nr.mount_setattr, mount, Text(""), MountCalls.AttributeFlags(recursive), Bytes(attributes), attributes.Length);
    }

    /// <summary>pivot_root(".", "."): the current directory becomes the root, the old root lies over it (pivot_root(2)).</summary>
    public void PivotRootHere()
    {
        nint here = Text(".");
        Call(Nr.pivot_root, here, here);
    }

    /// <summary>umount2(2) of the current directory's mount, with everything below it.</summary>
    public void DetachHere()
    {
        const int MNT_DETACH = 2;
        Call(Nr.umount2, Text("."), MNT_DETACH);
    }
}
