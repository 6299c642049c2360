using Caisson.Linux;
using Caisson.Linux.Files;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Images.Layers;

/// <summary>
/// Whiteouts hide only what is in the layers below (image-spec layer.md): what the same layer has at that name stays, whether it
/// comes before or after, and if it is a directory it must not be merged with the one below, which makes it opaque.
/// </summary>
internal sealed partial class LayerUnpacker
{
    private static bool IsWhiteout(FileStatus status) => status is { IsCharacterDevice: true, SpecialMajor: 0, SpecialMinor: 0 };

    private static void MakeWhiteout(SafeFileHandle directory, string name)
    {
        Errno error = FileCalls.TryMakeNode(directory, name, FileStatus.S_IFCHR);
        if (error == Errno.EEXIST)
        {
            if (FileCalls.Status(directory, name).IsDirectory)
            {
                SetOpaque(directory, name);
            }
        }
        else
        {
            Require(error, "make a whiteout for", name);
        }
    }

    private static void SetOpaque(SafeFileHandle directory, string name) =>
        Require(FileCalls.TrySetXattr(directory, name, OverlayAttributes.Opaque, "y"u8), "set trusted.overlay.opaque on", name);

    private static void ReplaceWhiteout(SafeFileHandle directory, string name)
    {
        const uint Default = 0x1ED; // 0755
        Require(FileCalls.TryUnlink(directory, name), "unlink", name);
        FileCalls.MakeDirectory(directory, name, Default);
        Require(FileCalls.TryChangeMode(directory, name, Default), "chmod", name);
        SetOpaque(directory, name);
    }
}
