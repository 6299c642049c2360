namespace System.Runtime;

/// <summary>
/// Gives a method a C name in an executable that is compiled ahead of time. The compiler looks for an attribute of this name; the framework's
/// own is not public.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RuntimeExportAttribute(string entry) : Attribute
{
    /// <summary>The C name.</summary>
    public string Entry { get; } = entry;
}
