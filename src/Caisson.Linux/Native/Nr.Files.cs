namespace Caisson.Linux.Native;

/// <summary>System calls on file data and locks.</summary>
internal static partial class Nr
{
    internal const int lseek = 8, pread64 = 17, pwrite64 = 18, flock = 73, fsync = 74;
}
