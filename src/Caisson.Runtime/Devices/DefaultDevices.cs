using Caisson.Oci.Runtime;

namespace Caisson.Runtime.Devices;

/// <summary>What every container has under /dev (runtime-spec config-linux.md#default-devices).</summary>
internal static class DefaultDevices
{
    private const uint ReadWriteForAll = 0x1B6; // 0666

    internal static IReadOnlyList<DeviceSpec> Nodes { get; } =
    [
        Character("/dev/null", 1, 3),
        Character("/dev/zero", 1, 5),
        Character("/dev/full", 1, 7),
        Character("/dev/random", 1, 8),
        Character("/dev/urandom", 1, 9),
        Character("/dev/tty", 5, 0),
    ];

    internal static IReadOnlyList<KeyValuePair<string, string>> Links { get; } =
    [
        new("/dev/fd", "/proc/self/fd"),
        new("/dev/stdin", "/proc/self/fd/0"),
        new("/dev/stdout", "/proc/self/fd/1"),
        new("/dev/stderr", "/proc/self/fd/2"),
        new("/dev/core", "/proc/kcore"),
        new("/dev/ptmx", "pts/ptmx"),
    ];

    private static DeviceSpec Character(string path, long major, long minor) =>
        new() { Path = path, Type = "c", Major = major, Minor = minor, FileMode = ReadWriteForAll };
}
