namespace Caisson.Linux.Files;

/// <summary>What statx(2) says of a file.</summary>
/// <param name="Mode">Type and permission bits (S_IFMT | 07777).</param>
/// <param name="DeviceMajor">Device of the file system.</param>
/// <param name="SpecialMajor">For device nodes: the device they stand for.</param>
/// <param name="ModifiedNanoseconds">The nanoseconds part of the time.</param>
/// <param name="MountId">The mount that the file was found on.</param>
public readonly record struct FileStatus(
    uint Mode,
    uint Uid,
    uint Gid,
    ulong Inode,
    long Size,
    uint Links,
    uint DeviceMajor,
    uint DeviceMinor,
    uint SpecialMajor,
    uint SpecialMinor,
    long ModifiedSeconds,
    uint ModifiedNanoseconds,
    ulong MountId)
{
    public const uint S_IFMT = 0xF000, S_IFSOCK = 0xC000, S_IFLNK = 0xA000, S_IFREG = 0x8000, S_IFBLK = 0x6000,
        S_IFDIR = 0x4000, S_IFCHR = 0x2000, S_IFIFO = 0x1000;

    public uint Type => Mode & S_IFMT;
    public bool IsDirectory => Type == S_IFDIR;
    public bool IsRegular => Type == S_IFREG;
    public bool IsSymlink => Type == S_IFLNK;
    public bool IsCharacterDevice => Type == S_IFCHR;
}
