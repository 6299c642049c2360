namespace Caisson.Security;

/// <summary>Capabilities, privileges and protected paths.</summary>
public sealed record SecurityOptions
{
    /// <summary>14 capabilities, the default seccomp profile, masked and read-only paths.</summary>
    public static SecurityOptions Default { get; } = new();

    /// <summary>All capabilities, all devices, no seccomp filter, nothing masked.</summary>
    public bool Privileged { get; init; }

    /// <summary>Capabilities to add, as <c>CAP_NET_ADMIN</c>, or <c>ALL</c>.</summary>
    public IReadOnlyList<string> CapAdd { get; init; } = [];

    /// <summary>Capabilities to drop, as <c>CAP_CHOWN</c>, or <c>ALL</c>.</summary>
    public IReadOnlyList<string> CapDrop { get; init; } = [];

    /// <summary>The seccomp profile: null is the default, <c>unconfined</c> none, else an absolute path of a profile on the host.</summary>
    public string? SeccompProfile { get; init; }

    /// <summary>The AppArmor profile; null is the default, <c>unconfined</c> none.</summary>
    public string? ApparmorProfile { get; init; }

    /// <summary>SELinux label options, as <c>disable</c>, <c>user:USER</c>, <c>type:TYPE</c>.</summary>
    public IReadOnlyList<string> LabelOptions { get; init; } = [];

    /// <summary>Whether no program gains privileges by execve (prctl(2), PR_SET_NO_NEW_PRIVS).</summary>
    public bool NoNewPrivileges { get; init; }

    /// <summary>Whether nothing is masked or read-only (<c>systempaths=unconfined</c>).</summary>
    public bool SystemPathsUnconfined { get; init; }

    /// <summary>Paths to mask besides the defaults.</summary>
    public IReadOnlyList<string> Mask { get; init; } = [];

    /// <summary>Paths of the defaults not to mask nor to make read-only, or <c>ALL</c>.</summary>
    public IReadOnlyList<string> Unmask { get; init; } = [];
}
