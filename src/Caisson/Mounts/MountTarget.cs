namespace Caisson.Mounts;

/// <summary>Where something may be mounted in a container: an absolute path that is not the root.</summary>
internal static class MountTarget
{
    internal static string Parse(string text)
    {
        string path = AbsolutePath.Parse("mount target", text);
        return path.Length > 1 ? path : throw new UsageException($"invalid mount target {Quoted.Text(text)}: the root itself cannot be mounted over");
    }
}
