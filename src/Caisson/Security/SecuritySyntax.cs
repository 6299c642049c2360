using Caisson.Mounts;

namespace Caisson.Security;

/// <summary>
/// The grammar of <c>--security-opt</c>, <c>KEY=VALUE</c> or <c>KEY:VALUE</c>: <c>seccomp=unconfined|FILE</c>, <c>apparmor=unconfined|PROFILE</c>,
/// <c>label=disable|user:…|role:…|type:…|level:…</c>, <c>no-new-privileges[=true|false]</c>, <c>mask=PATH[:PATH…]</c>,
/// <c>unmask=ALL|PATH[:PATH…]</c> and <c>systempaths=unconfined</c>.
/// </summary>
public static class SecuritySyntax
{
    /// <summary>The word for "without".</summary>
    public const string Unconfined = "unconfined";

    /// <summary>Adds one value to what was said before; a later value of a key that holds one replaces the earlier.</summary>
    /// <param name="options">What was said before.</param>
    /// <param name="text">The value.</param>
    /// <param name="currentDirectory">The absolute directory that a relative seccomp profile is relative to; null refuses relative ones.</param>
    /// <exception cref="UsageException">The key is unknown or the value is not allowed.</exception>
    public static SecurityOptions Add(SecurityOptions options, string text, string? currentDirectory = null)
    {
        int separator = text.AsSpan().IndexOfAny('=', ':');
        string key = separator < 0 ? text : text[..separator];
        string? value = separator < 0 ? null : text[(separator + 1)..];
        switch (key)
        {
            case "no-new-privileges":
                return options with { NoNewPrivileges = Switch(value, text) };
            case "seccomp" or "apparmor" or "label" or "mask" or "unmask" or "systempaths" when string.IsNullOrEmpty(value):
                throw Invalid(text, $"{key} needs a value");
            case "seccomp":
                return options with { SeccompProfile = Profile(value!, currentDirectory) };
            case "apparmor":
                return options with { ApparmorProfile = value };
            case "label":
                return options with { LabelOptions = [.. options.LabelOptions, Label(value!, text)] };
            case "mask":
                return options with { Mask = [.. options.Mask, .. Paths("masked path", value!)] };
            case "unmask":
                return options with { Unmask = [.. options.Unmask, .. Unmasked(value!)] };
            case "systempaths" when value is Unconfined:
                return options with { SystemPathsUnconfined = true };
            case "systempaths":
                throw Invalid(text, "allowed is systempaths=unconfined");
            default:
                throw Invalid(text, "unknown key, allowed are seccomp, apparmor, label, no-new-privileges, mask, unmask and systempaths");
        }
    }

    private static bool Switch(string? value, string text) => value switch
    {
        null or "true" => true,
        "false" => false,
        _ => throw Invalid(text, "no-new-privileges is true or false"),
    };

    private static string Profile(string value, string? currentDirectory)
    {
        if (value is Unconfined)
            return value;
        return AbsolutePath.Parse("seccomp profile", value.StartsWith('/') || currentDirectory is null ? value : $"{currentDirectory}/{value}");
    }

    private static string Label(string value, string text)
    {
        bool isKnown = value is "disable" ||
            (value.IndexOf(':') is > 0 and var colon && colon < value.Length - 1 && value[..colon] is "user" or "role" or "type" or "level" or "filetype");
        return isKnown ? value : throw Invalid(text, "label is disable, user:USER, role:ROLE, type:TYPE, level:LEVEL or filetype:TYPE");
    }

    private static string[] Unmasked(string value) =>
        value.Equals(Capability.All, StringComparison.OrdinalIgnoreCase) ? [Capability.All] : Paths("unmasked path", value);

    private static string[] Paths(string what, string value)
    {
        string[] paths = value.Split(':');
        for (int i = 0; i < paths.Length; i++)
            paths[i] = AbsolutePath.Parse(what, paths[i]);
        return paths;
    }

    private static UsageException Invalid(string text, string why) => new($"invalid security option {Quoted.Text(text)}: {why}");
}
