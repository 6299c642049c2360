namespace Caisson.Runtime.Setup.Steps;

/// <summary>Takes the ids of the container's user.</summary>
public sealed record SetUser(uint Uid, uint Gid, IReadOnlyList<uint> Groups, bool SetGroups) : SetupStep
{
    /// <inheritdoc />
    public override string ToString() => $"become uid {Uid} gid {Gid} groups [{string.Join(' ', Groups)}]";

    internal override void Lower(LoweringContext context)
    {
        // The permitted set survives the change of ids until capset says what stays.
        context.Program.KeepCapabilities(true);
        context.Program.SetIds(Uid, Gid, Groups, SetGroups);
        context.Program.KeepCapabilities(false);
    }
}
