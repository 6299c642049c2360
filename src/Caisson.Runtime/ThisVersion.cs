namespace Caisson.Runtime;

/// <summary>The version of this build.</summary>
public static class ThisVersion
{
    /// <summary>As in <c>0.1.0</c>.</summary>
    public const string Text = "0.1.0";
}
