namespace Caisson.Oci.Json;

/// <summary>The six kinds of JSON values (RFC 8259, section 3).</summary>
public enum JsonKind : byte
{
    Null,
    Boolean,
    Number,
    String,
    Array,
    Object,
}
