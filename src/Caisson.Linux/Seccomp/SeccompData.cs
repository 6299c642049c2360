namespace Caisson.Linux.Seccomp;

/// <summary>Offsets in struct seccomp_data, what a filter sees of a call (linux/seccomp.h), little-endian.</summary>
public static class SeccompData
{
    /// <summary>The call's number.</summary>
    public const uint Nr = 0;

    /// <summary>The AUDIT_ARCH value of the way in which the call was made.</summary>
    public const uint Arch = 4;

    /// <summary>The lower half of an argument, 0 to 5.</summary>
    public static uint ArgLow(int index) => 16 + (8 * (uint)index);

    /// <summary>The upper half of an argument, 0 to 5.</summary>
    public static uint ArgHigh(int index) => ArgLow(index) + 4;
}
