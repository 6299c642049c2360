namespace Caisson.Runtime.Lifecycle;

/// <summary>The grammar of container ids on caisson-runtime's command line, the one of runc.</summary>
internal static class ContainerId
{
    private const int Longest = 255;

    internal static bool IsValid(string id) =>
        id.Length is > 0 and <= Longest && id is not ("." or "..") && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '+' or '-' or '.');

    internal static string Quote(string id) => $"\"{string.Concat(id.Select(c => char.IsControl(c) ? '?' : c))}\"";
}
