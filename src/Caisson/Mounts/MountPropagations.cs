namespace Caisson.Mounts;

/// <summary>The words of mount(8) for <see cref="MountPropagation"/>.</summary>
public static class MountPropagations
{
    /// <summary>The words, for messages.</summary>
    internal const string Words = "rprivate, private, rshared, shared, rslave and slave";

    /// <summary>The word for a propagation, as <c>rslave</c>.</summary>
    public static string ToWord(this MountPropagation propagation) => propagation switch
    {
        MountPropagation.RecursivePrivate => "rprivate",
        MountPropagation.Private => "private",
        MountPropagation.RecursiveShared => "rshared",
        MountPropagation.Shared => "shared",
        MountPropagation.RecursiveSlave => "rslave",
        MountPropagation.Slave => "slave",
        _ => throw new ArgumentOutOfRangeException(nameof(propagation)),
    };

    /// <summary>The propagation with a word, or null.</summary>
    public static MountPropagation? FromWord(string word) => word switch
    {
        "rprivate" => MountPropagation.RecursivePrivate,
        "private" => MountPropagation.Private,
        "rshared" => MountPropagation.RecursiveShared,
        "shared" => MountPropagation.Shared,
        "rslave" => MountPropagation.RecursiveSlave,
        "slave" => MountPropagation.Slave,
        _ => null,
    };
}
