using Caisson.Namespaces;
using Caisson.Resources;

namespace Caisson.Mounts;

/// <summary>
/// The grammar of <c>--mount</c>: comma-separated <c>KEY=VALUE</c> with the quoting of CSV. Keys: <c>type</c> (<c>volume</c>, the default,
/// <c>bind</c> or <c>tmpfs</c>), <c>source|src</c>, <c>target|destination|dst</c>, <c>readonly|ro</c>; for bind mounts
/// <c>bind-propagation</c>, <c>bind-recursive=enabled|disabled|writable|readonly</c> and <c>bind-nonrecursive</c>; for volumes
/// <c>volume-subpath</c> and <c>volume-nocopy</c>; for both <c>idmap</c> (<see cref="IdMapSyntax"/>); for tmpfs <c>tmpfs-size</c> and
/// <c>tmpfs-mode</c> (octal).
/// </summary>
public static class MountSyntax
{
    /// <summary>Parses one value.</summary>
    /// <param name="text">The value.</param>
    /// <param name="currentDirectory">The absolute directory that a bind source starting with a dot is relative to; null refuses such
    /// sources.</param>
    /// <exception cref="UsageException">It is not a mount.</exception>
    public static Mount Parse(string text, string? currentDirectory = null)
    {
        var fields = new MountFields(text);
        string type = fields.Take("type") ?? "volume";
        string target = MountTarget.Parse(fields.Take("target") ?? throw fields.Invalid("target is missing"));
        bool isReadOnly = fields.TakeSwitch("readonly");
        Mount mount = type switch
        {
            "bind" => Bind(fields, target, currentDirectory, isReadOnly),
            "volume" => Volume(fields, target),
            "tmpfs" => Tmpfs(fields, target),
            _ => throw fields.Invalid($"unknown type {Quoted.Text(type)}, allowed are bind, volume and tmpfs"),
        };
        fields.RequireEmpty(type);
        return mount with { ReadOnly = isReadOnly };
    }

    private static BindMount Bind(MountFields fields, string target, string? currentDirectory, bool isReadOnly)
    {
        string source = fields.Take("source") ?? throw fields.Invalid("a bind mount needs a source");
        var mount = new BindMount
        {
            Source = VolumeSyntax.SourcePath(source, currentDirectory) ??
                throw fields.Invalid($"the source {Quoted.Text(source)} must be an absolute path"),
            Target = target,
            Propagation = Propagation(fields),
            IdMap = IdMap(fields),
        };
        bool isNonRecursive = fields.TakeSwitch("bind-nonrecursive");
        string? recursive = fields.Take("bind-recursive");
        if (isNonRecursive && recursive is not (null or "disabled"))
            throw fields.Invalid($"bind-nonrecursive contradicts bind-recursive={recursive}");
        if (recursive is "writable" or "readonly" && !isReadOnly)
            throw fields.Invalid($"bind-recursive={recursive} needs readonly");
        if (recursive is "readonly" && mount.Propagation is not MountPropagation.RecursivePrivate)
            throw fields.Invalid("bind-recursive=readonly needs bind-propagation=rprivate");
        return recursive switch
        {
            null or "enabled" => mount with { Recursive = !isNonRecursive },
            "disabled" => mount with { Recursive = false },
            "writable" => mount with { ReadOnlyReach = ReadOnlyReach.TopOnly },
            "readonly" => mount with { ReadOnlyReach = ReadOnlyReach.Recursive },
            _ => throw fields.Invalid($"bind-recursive {Quoted.Text(recursive)} is unknown, allowed are enabled, disabled, writable and readonly"),
        };
    }

    private static VolumeMount Volume(MountFields fields, string target)
    {
        string? source = fields.Take("source");
        return new VolumeMount
        {
            Name = source is null ? null : ResourceName.Parse("volume", source),
            Target = target,
            Subpath = fields.Take("volume-subpath") is { } subpath ? Subpath(fields, subpath) : null,
            NoCopy = fields.TakeSwitch("volume-nocopy"),
            IdMap = IdMap(fields),
        };
    }

    private static TmpfsMount Tmpfs(MountFields fields, string target)
    {
        string? size = fields.Take("tmpfs-size");
        string? mode = fields.Take("tmpfs-mode");
        return new TmpfsMount
        {
            Target = target,
            Size = size is null ? null : ByteSize.Parse(size),
            Mode = mode is null ? null : TmpfsSyntax.ParseMode(mode),
        };
    }

    private static MountPropagation? Propagation(MountFields fields)
    {
        string? word = fields.Take("bind-propagation");
        if (word is null)
            return null;
        return MountPropagations.FromWord(word) ??
            throw fields.Invalid($"unknown propagation {Quoted.Text(word)}, allowed are {MountPropagations.Words}");
    }

    private static MountIdMap? IdMap(MountFields fields)
    {
        string? map = fields.Take("idmap");
        if (map is null)
            return null;
        var (uids, gids) = IdMapSyntax.Parse(map);
        return new MountIdMap(uids, gids);
    }

    // A subpath is joined below the volume with openat2 and RESOLVE_BENEATH; here it only has to be one that could ever be right.
    private static string Subpath(MountFields fields, string subpath)
    {
        if (subpath.StartsWith('/') || subpath.Contains('\0'))
            throw fields.Invalid($"volume-subpath {Quoted.Text(subpath)} must be a relative path");
        foreach (Range part in subpath.AsSpan().Split('/'))
        {
            if (subpath.AsSpan(part) is "..")
                throw fields.Invalid($"volume-subpath {Quoted.Text(subpath)} leaves the volume");
        }

        return subpath;
    }
}
