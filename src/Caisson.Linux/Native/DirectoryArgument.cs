using Microsoft.Win32.SafeHandles;

namespace Caisson.Linux.Native;

/// <summary>Keeps a directory descriptor open while a system call uses it; null is the current working directory.</summary>
internal readonly ref struct DirectoryArgument
{
    private readonly SafeFileHandle? _handle;

    internal DirectoryArgument(SafeFileHandle? handle)
    {
        _handle = handle;
        bool added = false;
        handle?.DangerousAddRef(ref added);
    }

    internal nint Fd => _handle is null ? Libc.AT_FDCWD : _handle.DangerousGetHandle();

    internal void Dispose() => _handle?.DangerousRelease();
}
