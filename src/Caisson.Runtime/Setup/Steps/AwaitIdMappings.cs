namespace Caisson.Runtime.Setup.Steps;

/// <summary>Waits until the parent wrote uid_map and gid_map, then becomes root of the user namespace.</summary>
public sealed record AwaitIdMappings() : SetupStep
{
    /// <inheritdoc />
    public override string ToString() => "wait for id mappings";

    internal override void Lower(LoweringContext context)
    {
        // The process's own copy of the writing end goes first, so that the wait ends with the parent, however that ends.
        context.Program.Close(context.Prepared.MappingsWritten!.Write);
        context.Program.AwaitByte(context.Prepared.MappingsWritten.Read);
        context.Program.SetIds(0, 0, [], setGroups: false);
    }
}
