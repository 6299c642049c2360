using Caisson.Linux.Files;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Runtime.Tests;

/// <summary>A directory that is gone after the test, whatever is in it.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    public TemporaryDirectory()
    {
        Path = Directory.CreateTempSubdirectory("caisson-runtime-").FullName;
        Handle = FileCalls.Open(null, Path, OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY);
    }

    public string Path { get; }

    public SafeFileHandle Handle { get; }

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public void Dispose()
    {
        Handle.Dispose();
        FileTree.Delete(null, Path);
    }
}
