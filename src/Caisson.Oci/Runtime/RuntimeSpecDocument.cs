namespace Caisson.Oci.Runtime;

/// <summary>A configuration as it was read, with what a runtime wants to report or refuse.</summary>
/// <param name="Spec">The configuration.</param>
/// <param name="ForeignSections">Sections for other platforms that are there: <c>solaris</c>, <c>windows</c>, <c>vm</c>, <c>zos</c>.</param>
/// <param name="UnknownMembers">
/// Paths of members that this version of the specification does not have. They must not be an error
/// (runtime-spec config.md#extensibility), but they have no effect and deserve a word in the log.
/// </param>
public sealed record RuntimeSpecDocument(
    RuntimeSpec Spec, IReadOnlyList<string> ForeignSections, IReadOnlyList<string> UnknownMembers);
