namespace Caisson.Images.Layers;

/// <summary>What an entry of an archive is.</summary>
public enum TarEntryType
{
    File,
    HardLink,
    SymbolicLink,
    CharacterDevice,
    BlockDevice,
    Directory,
    Fifo,
}
