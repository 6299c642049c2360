using System.Globalization;
using System.Text;
using Caisson.Linux;
using Caisson.Linux.Files;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Cli.Containers;

/// <summary>The file of <c>--cidfile</c>: made before the container, so that a second run with the same file fails first; gone when there is no container.</summary>
internal sealed class IdFile : IDisposable
{
    private const uint Mode = 0x1A4; // 0644
    private readonly SafeFileHandle _file;
    private readonly string _path;
    private bool _isWritten;

    private IdFile(SafeFileHandle file, string path)
    {
        _file = file;
        _path = path;
    }

    /// <summary>Makes the file.</summary>
    /// <exception cref="UsageException">It exists: another container may be known by it.</exception>
    /// <exception cref="LinuxException">It cannot be made.</exception>
    public static IdFile Create(string path)
    {
        Errno error = FileCalls.TryOpen(
            null, path, OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_EXCL, out SafeFileHandle? file, Mode);
        return error switch
        {
            Errno.None => new IdFile(file!, path),
            Errno.EEXIST => throw new UsageException($"--cidfile: {path} exists; remove it if its container is gone"),
            _ => throw new LinuxException("make", path, error),
        };
    }

    /// <summary>Writes a number into a file, which is made or replaced.</summary>
    /// <exception cref="LinuxException">It cannot be written.</exception>
    public static void Replace(string path, int number)
    {
        using SafeFileHandle file = FileCalls.Open(null, path, OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_TRUNC, Mode);
        FileCalls.WriteAt(file, Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture)), 0, path);
    }

    /// <summary>Writes the container's id.</summary>
    public void Write(string id)
    {
        FileCalls.WriteAt(_file, Encoding.ASCII.GetBytes(id), 0, _path);
        _isWritten = true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_isWritten)
        {
            _ = FileCalls.TryUnlink(null, _path);
        }

        _file.Dispose();
    }
}
