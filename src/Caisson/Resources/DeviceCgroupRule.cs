namespace Caisson.Resources;

/// <summary>Allows access to devices by number (<c>--device-cgroup-rule</c>).</summary>
/// <param name="Type">a (all), c or b.</param>
/// <param name="Major">Null is any.</param>
/// <param name="Minor">Null is any.</param>
/// <param name="Access">Letters of r (read), w (write), m (mknod), each once.</param>
public sealed record DeviceCgroupRule(char Type, uint? Major, uint? Minor, string Access);
