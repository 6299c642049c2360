using Caisson.Linux;
using Caisson.Linux.Files;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Images.Layers;

/// <summary>
/// Writes one layer's archive into an empty directory, as a lower directory for overlayfs: whiteouts become character devices 0:0,
/// opaque directories get the attribute <c>trusted.overlay.opaque</c> (kernel: Documentation/filesystems/overlayfs.rst).
/// <para>
/// Nothing outside the directory is touched, whatever the archive says. Every parent is opened with openat2(2) RESOLVE_IN_ROOT
/// relative to the directory's descriptor, every last component is created exclusively and without following links, and what
/// stands there already is removed first, so that nothing is ever written through a link or into a shared file.
/// </para>
/// <para>
/// A directory that the archive mentions only as a parent is made with the owner, mode, times and attributes that it has in the
/// layers below: overlayfs shows a merged directory with those of its uppermost layer, and a layer that adds just
/// <c>tmp/x</c> must not take the sticky bit from <c>/tmp</c>. Where the layers below have a symbolic link instead
/// (<c>lib -&gt; usr/lib</c>, then <c>lib/x</c>), a directory takes its place, as in Docker's overlay2 and in containerd: a layer's
/// meaning is fixed by its own archive, and a link is only followed if the same layer has it.
/// </para>
/// </summary>
internal sealed partial class LayerUnpacker : IDisposable
{
    private const ResolveFlags InRoot = ResolveFlags.RESOLVE_IN_ROOT | ResolveFlags.RESOLVE_NO_MAGICLINKS | ResolveFlags.RESOLVE_NO_XDEV;

    private readonly SafeFileHandle _target;
    private readonly IReadOnlyList<SafeFileHandle> _lowers;
    private readonly byte[] _buffer = new byte[128 * 1024];

    private LayerUnpacker(SafeFileHandle target, IReadOnlyList<SafeFileHandle> lowers)
    {
        _target = target;
        _lowers = lowers;
    }

    /// <summary>Unpacks all entries.</summary>
    /// <param name="archive">The layer.</param>
    /// <param name="target">An empty directory.</param>
    /// <param name="lowers">The unpacked layers below, uppermost first.</param>
    /// <exception cref="ImageException">The archive is damaged or asks for something that is refused.</exception>
    /// <exception cref="LinuxException">The kernel refused an entry, which the message names; for example a full disk.</exception>
    internal static void Unpack(TarReader archive, SafeFileHandle target, IReadOnlyList<SafeFileHandle> lowers)
    {
        using var unpacker = new LayerUnpacker(target, lowers);
        while (archive.ReadEntry() is { } entry)
        {
            unpacker.Apply(entry, archive);
        }

        unpacker.SetDirectoryTimes();
    }

    /// <inheritdoc/>
    public void Dispose() => _parent?.Dispose();

    private void Apply(TarEntry entry, TarReader archive)
    {
        string[] components = LayerNames.Split(entry.Name);
        (LayerNameKind kind, string target) = LayerNames.Classify(components, entry.Name);
        switch (kind)
        {
            case LayerNameKind.File when components.Length == 0:
                ApplyRoot(entry);
                break;
            case LayerNameKind.File:
                Create(entry, components, archive);
                break;
            case LayerNameKind.Whiteout:
                MakeWhiteout(Parent(components, entry.Name), target);
                break;
            case LayerNameKind.Opaque:
                SetOpaque(Parent(components, entry.Name), ".");
                break;
            case LayerNameKind.Metadata:
                break;
        }
    }

    private void ApplyRoot(TarEntry entry)
    {
        if (entry.Type != TarEntryType.Directory)
        {
            throw new ImageException($"entry {PrintableText.Of(entry.Name)}: the layer's root must be a directory");
        }

        SetAttributes(_target, ".", entry);
        _directoryTimes[""] = (entry.ModifiedSeconds, entry.ModifiedNanoseconds);
    }

    private static void Check(Errno error, string step, TarEntry entry)
    {
        if (error != Errno.None)
        {
            throw new LinuxException(step, entry.Name, error);
        }
    }
}
