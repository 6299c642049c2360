namespace Caisson.Users;

/// <summary>Who a process is: what a user's name means in a container's own files.</summary>
public sealed record UserIdentity
{
    /// <summary>root, for containers that have no files and say no user.</summary>
    public static UserIdentity Root { get; } = new();

    /// <summary>The user's id.</summary>
    public uint Uid { get; init; }

    /// <summary>The primary group's id.</summary>
    public uint Gid { get; init; }

    /// <summary>All groups, the primary one first: without it among them a program could give up the group and gain access that is denied
    /// to it (CVE-2022-36109).</summary>
    public IReadOnlyList<uint> AdditionalGids { get; init; } = [0];

    /// <summary>The home directory; <c>/</c> when the passwd file does not say.</summary>
    public string Home { get; init; } = "/";
}
