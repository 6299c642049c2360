using System.Text;
using Caisson.Linux;
using Caisson.Linux.Files;
using Caisson.Linux.Pipes;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Runtime.Lifecycle;

/// <summary>An id in use, as a directory below the runtime's state directory. Disposing frees it.</summary>
internal sealed class ContainerClaim : IDisposable
{
    private const uint OnlyOwner = 0x1C0, OnlyOwnerFile = 0x180; // 0700, 0600
    private const string StateFile = "state.json";

    private readonly SafeFileHandle _parent;
    private readonly string _id;

    private ContainerClaim(SafeFileHandle parent, string id)
    {
        _parent = parent;
        _id = id;
    }

    internal static ContainerClaim Take(string stateDirectory, string id)
    {
        if (!ContainerId.IsValid(id))
        {
            throw new ArgumentException($"invalid container id {ContainerId.Quote(id)}: letters, digits and _+-. are allowed");
        }

        Errno error = FileCalls.TryMakeDirectory(null, stateDirectory, OnlyOwner);
        if (error is not (Errno.None or Errno.EEXIST))
        {
            throw new LinuxException("make state directory", stateDirectory, error);
        }

        SafeFileHandle parent = FileCalls.Open(null, stateDirectory, OpenFlags.O_PATH | OpenFlags.O_DIRECTORY);
        error = FileCalls.TryMakeDirectory(parent, id, OnlyOwner);
        if (error == Errno.None)
        {
            return new ContainerClaim(parent, id);
        }

        parent.Dispose();
        throw error == Errno.EEXIST
            ? new ArgumentException($"container {id} exists already")
            : new LinuxException("make state directory", $"{stateDirectory}/{id}", error);
    }

    internal void WriteState(int pid, string bundle)
    {
        string text = $$"""{"ociVersion":"1.2.0","id":"{{_id}}","status":"running","pid":{{pid}},"bundle":"{{System.Text.Json.JsonEncodedText.Encode(bundle)}}"}""";
        using SafeFileHandle file = FileCalls.Open(
            _parent, $"{_id}/{StateFile}.new", OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_TRUNC, OnlyOwnerFile);
        Errno error = StreamCalls.TryWriteAll(file, Encoding.UTF8.GetBytes(text));
        if (error != Errno.None)
        {
            throw new LinuxException("write", StateFile, error);
        }

        FileCalls.Rename(_parent, $"{_id}/{StateFile}.new", _parent, $"{_id}/{StateFile}");
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _ = FileCalls.TryUnlink(_parent, $"{_id}/{StateFile}.new");
        _ = FileCalls.TryUnlink(_parent, $"{_id}/{StateFile}");
        _ = FileCalls.TryUnlink(_parent, _id, isDirectory: true);
        _parent.Dispose();
    }
}
