using Caisson.Linux;
using Caisson.Linux.Files;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Images.Layers;

/// <summary>Finding an entry's parent directory, and making it where the archive left it out.</summary>
internal sealed partial class LayerUnpacker
{
    // The kernel's own bound (path_resolution(7)).
    private const int MaxLinks = 40;

    // Entries of one directory mostly follow each other. Forgotten whenever something is removed, since a link may then lead elsewhere.
    private string? _parentPath;
    private SafeFileHandle? _parent;

    /// <summary>The open parent directory of an entry, made if need be.</summary>
    private SafeFileHandle Parent(string[] components, string entry)
    {
        if (components.Length == 1)
        {
            return _target;
        }

        string path = string.Join('/', components, 0, components.Length - 1);
        if (_parent is not null && string.Equals(path, _parentPath, StringComparison.Ordinal))
        {
            return _parent;
        }

        Errno error = FileCalls.TryOpenResolved(_target, path, OpenFlags.O_PATH | OpenFlags.O_DIRECTORY, InRoot, out SafeFileHandle? parent);
        if (error is Errno.ENOENT or Errno.ENOTDIR)
        {
            parent = MakeParents(components.AsSpan(0, components.Length - 1), entry);
        }
        else if (error != Errno.None)
        {
            throw new LinuxException("openat2", path, error);
        }

        ForgetParent();
        _parentPath = path;
        return _parent = parent!;
    }

    private void ForgetParent()
    {
        _parent?.Dispose();
        _parent = null;
    }

    /// <summary>Walks component by component, following the layer's own links inside the layer, and makes what is missing.</summary>
    private SafeFileHandle MakeParents(ReadOnlySpan<string> components, string entry)
    {
        var pending = new Stack<string>();
        Push(pending, components);
        var resolved = new List<string>();
        for (int links = 0; pending.TryPop(out string? component);)
        {
            if (component is "..")
            {
                resolved.RemoveRange(Math.Max(0, resolved.Count - 1), Math.Min(1, resolved.Count));
                continue;
            }

            using SafeFileHandle directory = OpenReal(resolved);
            Errno error = FileCalls.TryStatus(directory, component, out FileStatus status);
            if (error == Errno.None && status.IsSymlink)
            {
                if (++links > MaxLinks)
                {
                    throw new LinuxException("openat2", entry, Errno.ELOOP);
                }

                FollowLink(directory, component, resolved, pending);
                continue;
            }

            resolved.Add(component);
            if (error == Errno.ENOENT)
            {
                MakeMissing(directory, component, resolved);
            }
            else if (error != Errno.None)
            {
                throw new LinuxException("stat", entry, error);
            }
            else if (IsWhiteout(status))
            {
                ReplaceWhiteout(directory, component);
            }
            else if (!status.IsDirectory)
            {
                throw new ImageException($"entry {PrintableText.Of(entry)}: {PrintableText.Of(component)} is not a directory");
            }
        }

        return OpenReal(resolved);
    }

    private static void FollowLink(SafeFileHandle directory, string name, List<string> resolved, Stack<string> pending)
    {
        Errno error = FileCalls.TryReadLink(directory, name, out string? text);
        if (error != Errno.None)
        {
            throw new LinuxException("readlink", name, error);
        }

        if (text!.StartsWith('/'))
        {
            resolved.Clear();
        }

        Push(pending, text.Split('/', StringSplitOptions.RemoveEmptyEntries));
    }

    private static void Push(Stack<string> pending, ReadOnlySpan<string> components)
    {
        for (int i = components.Length - 1; i >= 0; i--)
        {
            if (components[i] is not ".")
            {
                pending.Push(components[i]);
            }
        }
    }

    private SafeFileHandle OpenReal(List<string> path) =>
        FileCalls.OpenResolved(
            _target,
            path.Count == 0 ? "." : string.Join('/', path),
            OpenFlags.O_PATH | OpenFlags.O_DIRECTORY,
            InRoot | ResolveFlags.RESOLVE_NO_SYMLINKS);

    private void MakeMissing(SafeFileHandle directory, string name, List<string> path)
    {
        const uint Default = 0x1ED; // 0755
        FileCalls.MakeDirectory(directory, name, Default);
        string joined = string.Join('/', path);
        using SafeFileHandle? lower = LowerLayers.FindDirectory(_lowers, joined);
        if (lower is null)
        {
            Require(FileCalls.TryChangeMode(directory, name, Default), "chmod", joined);
            return;
        }

        FileStatus status = FileCalls.Status(lower, "");
        Require(FileCalls.TryChangeOwner(directory, name, status.Uid, status.Gid), "chown", joined);
        Require(FileCalls.TryChangeMode(directory, name, status.Mode & ~FileStatus.S_IFMT), "chmod", joined);
        Require(FileCalls.TryListXattrs(lower, ".", out IReadOnlyList<string> attributes), "llistxattr", joined);
        foreach (string attribute in attributes)
        {
            if (!OverlayAttributes.IsPrivate(attribute))
            {
                Require(FileCalls.TryGetXattr(lower, ".", attribute, out byte[] value), "lgetxattr", joined);
                Require(FileCalls.TrySetXattr(directory, name, attribute, value), "lsetxattr", joined);
            }
        }

        _directoryTimes[joined] = (status.ModifiedSeconds, status.ModifiedNanoseconds);
    }

    private static void Require(Errno error, string step, string path)
    {
        if (error != Errno.None)
        {
            throw new LinuxException(step, path, error);
        }
    }
}
