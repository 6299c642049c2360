using Caisson.Linux.Files;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Tests.Shared;

/// <summary>A directory that is gone after the test, whatever is in it.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    public TemporaryDirectory()
    {
        Path = Directory.CreateTempSubdirectory("caisson-test-").FullName;
        Handle = FileCalls.Open(null, Path, OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY);
    }

    public string Path { get; }

    public SafeFileHandle Handle { get; }

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public string MakeDirectory(string name) => Directory.CreateDirectory(this[name]).FullName;

    public string Write(string name, string content)
    {
        File.WriteAllText(this[name], content);
        return this[name];
    }

    public SafeFileHandle Open(string name) =>
        FileCalls.Open(Handle, name, OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY);

    public void Dispose()
    {
        Handle.Dispose();
        FileTree.Delete(null, Path);
    }
}
