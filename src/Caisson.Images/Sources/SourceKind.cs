namespace Caisson.Images.Sources;

/// <summary>What a source turned out to be.</summary>
internal enum SourceKind
{
    LayoutDirectory,
    LayoutArchive,
    RootDirectory,
    RootArchive,
}
