namespace Caisson.Mounts;

/// <summary>
/// The grammar of <c>-v</c>: <c>TARGET</c> (an anonymous volume) or <c>SOURCE:TARGET[:OPTION,…]</c>. The source is an absolute path (a bind
/// mount), a path that starts with a dot, or a volume's name. Options: <c>ro rw z Z</c>; for volumes <c>nocopy</c>; for bind mounts a
/// propagation. Paths with a colon need <c>--mount</c>.
/// </summary>
public static class VolumeSyntax
{
    /// <summary>Parses one value.</summary>
    /// <param name="text">The value.</param>
    /// <param name="currentDirectory">The absolute directory that a source starting with a dot is relative to; null refuses such sources.</param>
    /// <exception cref="UsageException">It is not a volume.</exception>
    public static Mount Parse(string text, string? currentDirectory = null)
    {
        string[] parts = text.Split(':');
        switch (parts.Length)
        {
            case 1:
                return new VolumeMount { Target = MountTarget.Parse(parts[0]) };
            case 2 or 3 when parts[0].Length > 0:
                break;
            default:
                throw new UsageException($"invalid volume {Quoted.Text(text)}: allowed is TARGET or SOURCE:TARGET[:OPTIONS]");
        }

        if (parts.Length == 2 && !parts[1].Contains('/') && parts[0].StartsWith('/') && IsOptions(parts[1]))
            throw new UsageException($"invalid volume {Quoted.Text(text)}: options need a source, as SOURCE:TARGET:{parts[1]}");

        string target = MountTarget.Parse(parts[1]);
        string? path = SourcePath(parts[0], currentDirectory);
        Mount mount = path is not null
            ? new BindMount { Source = path, Target = target, CreateSource = true }
            : new VolumeMount { Name = VolumeName(parts[0]), Target = target };
        return parts.Length == 3 ? WithOptions(mount, parts[2], text) : mount;
    }

    /// <summary>The absolute path that a source names, or null when it is a volume's name.</summary>
    internal static string? SourcePath(string source, string? currentDirectory)
    {
        if (source.StartsWith('.') && currentDirectory is not null)
            return AbsolutePath.Parse("mount source", $"{currentDirectory}/{source}");
        return source.StartsWith('/') ? AbsolutePath.Parse("mount source", source) : null;
    }

    private static string VolumeName(string source)
    {
        if (source.Contains('/'))
            throw new UsageException($"invalid mount source {Quoted.Text(source)}: it must be an absolute path or a volume's name");
        return ResourceName.Parse("volume", source);
    }

    private static bool IsOptions(string text)
    {
        foreach (Range part in text.AsSpan().Split(','))
        {
            if (text[part] is not ("ro" or "rw" or "z" or "Z" or "nocopy") && MountPropagations.FromWord(text[part]) is null)
                return false;
        }

        return true;
    }

    private static Mount WithOptions(Mount mount, string options, string text)
    {
        bool hasAccess = false;
        foreach (string option in options.Split(','))
        {
            switch (option)
            {
                case "ro" or "rw" when !hasAccess:
                    hasAccess = true;
                    mount = mount with { ReadOnly = option is "ro" };
                    break;
                case "z" or "Z":
                    mount = WithRelabelling(mount, option is "z" ? Relabelling.Shared : Relabelling.Private, text);
                    break;
                case "nocopy" when mount is VolumeMount { NoCopy: false } volume:
                    mount = volume with { NoCopy = true };
                    break;
                case "nocopy" when mount is BindMount:
                    throw new UsageException($"invalid volume {Quoted.Text(text)}: nocopy is for volumes, not for bind mounts");
                default:
                    mount = WithPropagation(mount, option, text);
                    break;
            }
        }

        return mount;
    }

    private static Mount WithRelabelling(Mount mount, Relabelling relabelling, string text) => mount switch
    {
        BindMount { Relabelling: Relabelling.None } bind => bind with { Relabelling = relabelling },
        VolumeMount { Relabelling: Relabelling.None } volume => volume with { Relabelling = relabelling },
        _ => throw new UsageException($"invalid volume {Quoted.Text(text)}: z and Z exclude each other and are given once"),
    };

    private static BindMount WithPropagation(Mount mount, string option, string text)
    {
        if (MountPropagations.FromWord(option) is not { } propagation)
        {
            throw new UsageException(option is "ro" or "rw" or "nocopy"
                ? $"invalid volume {Quoted.Text(text)}: ro and rw exclude each other, and every option is given once"
                : $"invalid volume {Quoted.Text(text)}: unknown option {Quoted.Text(option)}, allowed are ro, rw, z, Z, nocopy, {MountPropagations.Words}");
        }

        return mount switch
        {
            BindMount { Propagation: null } bind => bind with { Propagation = propagation },
            BindMount => throw new UsageException($"invalid volume {Quoted.Text(text)}: only one propagation"),
            _ => throw new UsageException($"invalid volume {Quoted.Text(text)}: {option} is for bind mounts, not for volumes"),
        };
    }
}
