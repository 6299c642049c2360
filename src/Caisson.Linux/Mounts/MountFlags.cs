namespace Caisson.Linux.Mounts;

/// <summary>Flags of mount(2) that the newer calls have no words for, under their C names.</summary>
[Flags]
public enum MountFlags : ulong
{
    MS_REC = 0x4000,
    MS_UNBINDABLE = 0x20000,
    MS_PRIVATE = 0x40000,
    MS_SLAVE = 0x80000,
    MS_SHARED = 0x100000,
}
