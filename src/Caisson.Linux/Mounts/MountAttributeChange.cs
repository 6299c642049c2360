using System.Buffers.Binary;

namespace Caisson.Linux.Mounts;

/// <summary>What mount_setattr(2) changes: struct mount_attr.</summary>
/// <param name="Set">Attributes to set.</param>
/// <param name="Clear">Attributes to clear first.</param>
/// <param name="Propagation">MS_PRIVATE, MS_SLAVE, MS_SHARED or MS_UNBINDABLE; zero leaves it.</param>
/// <param name="UserNamespace">The user namespace's descriptor for MOUNT_ATTR_IDMAP.</param>
public readonly record struct MountAttributeChange(
    MountAttributes Set, MountAttributes Clear = 0, MountFlags Propagation = 0, int UserNamespace = 0)
{
    internal const int Size = 32;

    internal void Write(Span<byte> target)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(target, (ulong)Set);
        BinaryPrimitives.WriteUInt64LittleEndian(target[8..], (ulong)Clear);
        BinaryPrimitives.WriteUInt64LittleEndian(target[16..], (ulong)Propagation);
        BinaryPrimitives.WriteUInt64LittleEndian(target[24..], (ulong)UserNamespace);
    }
}
