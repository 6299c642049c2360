namespace Caisson.Oci.Runtime;

/// <summary>A condition on an argument.</summary>
/// <param name="Index">0 to 5.</param>
/// <param name="Value">The operand (for SCMP_CMP_MASKED_EQ the mask).</param>
/// <param name="ValueTwo">The second operand (for SCMP_CMP_MASKED_EQ the value).</param>
/// <param name="Op">A name as <c>SCMP_CMP_EQ</c>.</param>
public sealed record SeccompArg(uint Index, ulong Value, ulong ValueTwo, string Op);
