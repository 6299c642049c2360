using Caisson.Linux.Files;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Images.Store;

/// <summary>
/// One process at a time changes the store. The lock is held for renames only, never while layers are unpacked or removed, and goes with
/// the process that holds it.
/// </summary>
internal sealed class StoreLock : IDisposable
{
    private readonly SafeFileHandle _file;

    private StoreLock(SafeFileHandle file) => _file = file;

    internal static StoreLock Take(StoreLayout layout, bool shared = false)
    {
        const uint PrivateFile = 0x180; // 0600
        SafeFileHandle file = FileCalls.Open(
            layout.Directory(), StoreLayout.LockFile, OpenFlags.O_RDWR | OpenFlags.O_CREAT | OpenFlags.O_NOFOLLOW, PrivateFile);
        try
        {
            FileCalls.Lock(file, $"{layout.Root}/{StoreLayout.LockFile}", shared);
            return new StoreLock(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public void Dispose() => _file.Dispose();
}
