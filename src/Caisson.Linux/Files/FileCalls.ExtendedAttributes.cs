using System.Globalization;
using Caisson.Linux.Native;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Linux.Files;

/// <summary>
/// Extended attributes of any kind of file. Files are named through <c>/proc/self/fd/N/name</c>: the *xattrat calls are newer than
/// the kernels we run on, and f*xattr wants an open file, which devices and symbolic links do not give.
/// </summary>
public static unsafe partial class FileCalls
{
    // XATTR_SIZE_MAX and XATTR_LIST_MAX of linux/limits.h.
    private const int XattrLimit = 65536;

    /// <summary>Sets an attribute of <paramref name="name"/> in the directory (<c>.</c>: of the directory); links are not followed.</summary>
    public static Errno TrySetXattr(SafeFileHandle directory, string name, string attribute, ReadOnlySpan<byte> value)
    {
        using var dir = new DirectoryArgument(directory);
        using var path = new NativePath(ProcPath(dir.Fd, name));
        using var key = new NativePath(attribute);
        fixed (byte* bytes = value)
        {
            // SAFETY: bytes is value.Length long; the kernel accepts a null pointer for length 0.
            return ToErrno(Libc.Syscall(Nr.lsetxattr, path.Address, key.Address, (nint)bytes, value.Length));
        }
    }

    /// <summary>Reads an attribute; ENODATA when the file has none of that name.</summary>
    public static Errno TryGetXattr(SafeFileHandle directory, string name, string attribute, out byte[] value)
    {
        using var dir = new DirectoryArgument(directory);
        using var path = new NativePath(ProcPath(dir.Fd, name));
        using var key = new NativePath(attribute);
        byte[] buffer = new byte[XattrLimit];
        fixed (byte* bytes = buffer)
        {
            // SAFETY: the kernel writes at most buffer.Length bytes and returns how many.
            nint length = Libc.Syscall(Nr.lgetxattr, path.Address, key.Address, (nint)bytes, buffer.Length);
            value = length < 0 ? [] : buffer[..(int)length];
            return ToErrno(length);
        }
    }

    /// <summary>Names of all attributes that the caller may see, in byte order; none where the file system has no attributes.</summary>
    public static Errno TryListXattrs(SafeFileHandle directory, string name, out IReadOnlyList<string> attributes)
    {
        attributes = [];
        using var dir = new DirectoryArgument(directory);
        using var path = new NativePath(ProcPath(dir.Fd, name));
        // Almost no file has attributes: ask for the size first, with no buffer.
        nint size = Libc.Syscall(Nr.llistxattr, path.Address);
        if (size <= 0)
        {
            return size == -(int)Errno.EOPNOTSUPP ? Errno.None : ToErrno(size);
        }

        byte[] buffer = new byte[XattrLimit];
        fixed (byte* bytes = buffer)
        {
            // SAFETY: the kernel writes at most buffer.Length bytes and returns how many.
            size = Libc.Syscall(Nr.llistxattr, path.Address, (nint)bytes, buffer.Length);
        }

        if (size < 0)
        {
            return ToErrno(size);
        }

        var names = new List<string>();
        for (ReadOnlySpan<byte> rest = buffer.AsSpan(0, (int)size); !rest.IsEmpty;)
        {
            int end = rest.IndexOf((byte)0);
            names.Add(FileName.Decode(rest[..end]));
            rest = rest[(end + 1)..];
        }

        names.Sort(StringComparer.Ordinal);
        attributes = names;
        return Errno.None;
    }

    private static string ProcPath(nint descriptor, string name) =>
        string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{descriptor}/{name}");
}
