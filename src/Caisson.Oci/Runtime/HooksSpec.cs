namespace Caisson.Oci.Runtime;

/// <summary>Hooks by the point at which they run (config.md#posix-platform-hooks).</summary>
public sealed record HooksSpec
{
    public IReadOnlyList<HookSpec> Prestart { get; init; } = [];
    public IReadOnlyList<HookSpec> CreateRuntime { get; init; } = [];
    public IReadOnlyList<HookSpec> CreateContainer { get; init; } = [];
    public IReadOnlyList<HookSpec> StartContainer { get; init; } = [];
    public IReadOnlyList<HookSpec> Poststart { get; init; } = [];
    public IReadOnlyList<HookSpec> Poststop { get; init; } = [];
}
