using Caisson.Linux.Mounts;
using Caisson.Oci;

namespace Caisson.Runtime.Mounts;

/// <summary>
/// A mount's options sorted by who understands them: the one parser of options such as <c>ro,nosuid,rslave,size=64k</c>
/// (runtime-spec config.md#mounts, "Linux mount options"; mount(8)).
/// </summary>
public sealed record MountOptions
{
    /// <summary>Attributes to set on the mount, and those that an option such as <c>rw</c> clears.</summary>
    public MountAttributes Set { get; init; }

    /// <inheritdoc cref="Set"/>
    public MountAttributes Clear { get; init; }

    /// <summary>Attributes for the mounts below too (<c>rro</c>).</summary>
    public MountAttributes RecursiveSet { get; init; }

    /// <inheritdoc cref="RecursiveSet"/>
    public MountAttributes RecursiveClear { get; init; }

    /// <summary>MS_PRIVATE and the like, or zero where none was asked for.</summary>
    public MountFlags Propagation { get; init; }

    /// <summary>Whether the propagation holds for the mounts below too.</summary>
    public bool RecursivePropagation { get; init; }

    /// <summary>Whether it is a bind mount.</summary>
    public bool Bind { get; init; }

    /// <summary>Whether the mounts below the source come along (<c>rbind</c>).</summary>
    public bool RecursiveBind { get; init; }

    /// <summary>Whether what lies at the destination is copied into a new tmpfs (<c>tmpcopyup</c>).</summary>
    public bool CopyUp { get; init; }

    /// <summary>Whether id mappings were asked for (<c>idmap</c>, <c>ridmap</c>).</summary>
    public bool IdMap { get; init; }

    /// <summary>Whether the mappings hold for the mounts below too.</summary>
    public bool RecursiveIdMap { get; init; }

    /// <summary>What remains: options of the file system itself; a null value is a flag.</summary>
    public IReadOnlyList<KeyValuePair<string, string?>> FileSystemOptions { get; init; } = [];

    /// <summary>Sorts options; later ones win over earlier ones, as in mount(8).</summary>
    /// <param name="options">The options.</param>
    /// <param name="where">The JSON path of the mount, for errors.</param>
    /// <exception cref="SpecException">An option contradicts itself or cannot be honoured.</exception>
    public static MountOptions Parse(IReadOnlyList<string> options, string where)
    {
        var result = new MountOptions();
        List<KeyValuePair<string, string?>>? rest = null;
        foreach (string option in options)
        {
            if (Attribute(option) is { } attribute)
            {
                result = attribute.Recursive
                    ? result with
                    {
                        RecursiveSet = (result.RecursiveSet & ~attribute.Mask) | attribute.Set,
                        RecursiveClear = (result.RecursiveClear & ~attribute.Set) | (attribute.Mask & ~attribute.Set),
                    }
                    : result with
                    {
                        Set = (result.Set & ~attribute.Mask) | attribute.Set,
                        Clear = (result.Clear & ~attribute.Set) | (attribute.Mask & ~attribute.Set),
                    };
                continue;
            }

            switch (option)
            {
                case "bind":
                    result = result with { Bind = true };
                    break;
                case "rbind":
                    result = result with { Bind = true, RecursiveBind = true };
                    break;
                case "private" or "slave" or "shared" or "unbindable" or "rprivate" or "rslave" or "rshared" or "runbindable":
                    result = result with { Propagation = ParsePropagation(option, out bool recursive)!.Value, RecursivePropagation = recursive };
                    break;
                case "tmpcopyup":
                    result = result with { CopyUp = true };
                    break;
                case "idmap":
                    result = result with { IdMap = true };
                    break;
                case "ridmap":
                    result = result with { IdMap = true, RecursiveIdMap = true };
                    break;
                case "defaults" or "silent" or "loud" or "":
                    break;
                case "remount" or "copy-symlink":
                    throw new SpecException(where, $"mount option {option} is not supported");
                default:
                    int equals = option.IndexOf('=', StringComparison.Ordinal);
                    (rest ??= []).Add(equals < 0 ? new(option, null) : new(option[..equals], option[(equals + 1)..]));
                    break;
            }
        }

        return rest is null ? result : result with { FileSystemOptions = rest };
    }

    /// <summary>A word for propagation, as in <c>linux.rootfsPropagation</c>; null when it is none.</summary>
    public static MountFlags? ParsePropagation(string word, out bool recursive)
    {
        recursive = word.StartsWith('r');
        return (recursive ? word[1..] : word) switch
        {
            "private" => MountFlags.MS_PRIVATE,
            "slave" => MountFlags.MS_SLAVE,
            "shared" => MountFlags.MS_SHARED,
            "unbindable" => MountFlags.MS_UNBINDABLE,
            _ => null,
        };
    }

    // Mask: every attribute that the option decides; Set: those that it sets.
    private static (MountAttributes Mask, MountAttributes Set, bool Recursive)? Attribute(string option)
    {
        (MountAttributes Mask, MountAttributes Set)? found = Plain(option);
        if (found is { } plain)
        {
            return (plain.Mask, plain.Set, false);
        }

        return option.StartsWith('r') && Plain(option[1..]) is { } below ? (below.Mask, below.Set, true) : null;

        static (MountAttributes Mask, MountAttributes Set)? Plain(string word) => word switch
        {
            "ro" => (MountAttributes.MOUNT_ATTR_RDONLY, MountAttributes.MOUNT_ATTR_RDONLY),
            "rw" => (MountAttributes.MOUNT_ATTR_RDONLY, MountAttributes.None),
            "nosuid" => (MountAttributes.MOUNT_ATTR_NOSUID, MountAttributes.MOUNT_ATTR_NOSUID),
            "suid" => (MountAttributes.MOUNT_ATTR_NOSUID, MountAttributes.None),
            "nodev" => (MountAttributes.MOUNT_ATTR_NODEV, MountAttributes.MOUNT_ATTR_NODEV),
            "dev" => (MountAttributes.MOUNT_ATTR_NODEV, MountAttributes.None),
            "noexec" => (MountAttributes.MOUNT_ATTR_NOEXEC, MountAttributes.MOUNT_ATTR_NOEXEC),
            "exec" => (MountAttributes.MOUNT_ATTR_NOEXEC, MountAttributes.None),
            "nodiratime" => (MountAttributes.MOUNT_ATTR_NODIRATIME, MountAttributes.MOUNT_ATTR_NODIRATIME),
            "diratime" => (MountAttributes.MOUNT_ATTR_NODIRATIME, MountAttributes.None),
            "noatime" => (MountAttributes.MOUNT_ATTR__ATIME, MountAttributes.MOUNT_ATTR_NOATIME),
            "strictatime" => (MountAttributes.MOUNT_ATTR__ATIME, MountAttributes.MOUNT_ATTR_STRICTATIME),
            "relatime" or "atime" or "norelatime" or "nostrictatime" => (MountAttributes.MOUNT_ATTR__ATIME, MountAttributes.None),
            "nosymfollow" => (MountAttributes.MOUNT_ATTR_NOSYMFOLLOW, MountAttributes.MOUNT_ATTR_NOSYMFOLLOW),
            "symfollow" => (MountAttributes.MOUNT_ATTR_NOSYMFOLLOW, MountAttributes.None),
            _ => null,
        };
    }
}
