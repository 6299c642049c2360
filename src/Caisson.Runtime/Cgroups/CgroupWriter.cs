using Caisson.Linux;
using Caisson.Linux.Cgroups;
using Caisson.Linux.Files;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Runtime.Cgroups;

/// <summary>Carries out the writes of a plan.</summary>
internal static class CgroupWriter
{
    internal static void Write(IReadOnlyList<CgroupWrite> writes, Func<string, CgroupPlace> placeOf)
    {
        List<CgroupWrite>? later = null;
        using (var file = new OpenFile())
        {
            foreach (CgroupWrite write in writes)
            {
                Errno error = TryWrite(file, placeOf(write.Controller), write);
                if (error == Errno.EINVAL && write.MayComeLater)
                {
                    (later ??= []).Add(write);
                }
                else
                {
                    Check(write, error);
                }
            }
        }

        foreach (CgroupWrite write in later ?? [])
        {
            using var file = new OpenFile();
            Check(write, TryWrite(file, placeOf(write.Controller), write));
        }
    }

    private static Errno TryWrite(OpenFile file, CgroupPlace place, CgroupWrite write)
    {
        Errno error = file.TryOpen(place, write.File);
        return error == Errno.ENOENT && write.Otherwise is { } other ? TryWrite(file, place, other)
            : error == Errno.None ? CgroupCalls.TryWrite(file.Handle, write.Value)
            : error;
    }

    private static void Check(CgroupWrite write, Errno error)
    {
        if (error == Errno.None)
        {
            return;
        }

        foreach (Errno tolerated in write.Tolerated)
        {
            if (tolerated == error)
            {
                return;
            }
        }

        string files = write.Otherwise is null ? write.File : $"{write.File} or {write.Otherwise.File}";
        throw new LinuxException("set", $"{write.Setting} in {files}", error);
    }

    /// <summary>Keeps the last file open: device rules are many writes to one file.</summary>
    private sealed class OpenFile : IDisposable
    {
        private CgroupPlace? _place;
        private string? _name;
        private SafeFileHandle? _handle;

        internal SafeFileHandle Handle => _handle!;

        internal Errno TryOpen(CgroupPlace place, string name)
        {
            if (_handle is not null && ReferenceEquals(place, _place) && string.Equals(name, _name, StringComparison.Ordinal))
            {
                return Errno.None;
            }

            Dispose();
            (_place, _name) = (place, name);
            return FileCalls.TryOpenResolved(
                place.Directory, name, OpenFlags.O_WRONLY, ResolveFlags.RESOLVE_BENEATH | ResolveFlags.RESOLVE_NO_XDEV, out _handle);
        }

        public void Dispose()
        {
            _handle?.Dispose();
            _handle = null;
        }
    }
}
