namespace Caisson.Runtime.Setup.Steps;

/// <summary>Attaches a mount that was prepared before.</summary>
public sealed record AttachMount(int Index, string What, string Destination) : SetupStep
{
    /// <inheritdoc />
    public override string ToString() => $"attach {What} to {Destination}";

    internal override void Lower(LoweringContext context)
    {
        PreparedMount mount = context.Prepared.Mounts[Index];
        context.Program.AttachMount(mount.Mount!, context.OpenTarget(mount.Target));
    }
}
