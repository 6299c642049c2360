using Caisson.Cli.Arguments;
using Caisson.Mounts;
using Caisson.Resources;

namespace Caisson.Cli.Containers;

internal static partial class RunOptions
{
    private static void AddStorage(OptionTable<RunRequest> table) => table
        .Group("Files and devices")
        .List("volume", 'v', "SOURCE:TARGET[:OPTIONS]", "Mount a file or directory of the host", (r, v) =>
            AddMount(r, VolumeSyntax.Parse(v, r.Caller.CurrentDirectory())))
        .List("mount", null, "KEY=VALUE,...", "Mount a file or directory of the host, or a tmpfs", (r, v) =>
            AddMount(r, MountSyntax.Parse(v, r.Caller.CurrentDirectory())))
        .List("tmpfs", null, "TARGET[:OPTIONS]", "Mount a file system in memory", (r, v) => AddMount(r, TmpfsSyntax.Parse(v)))
        .Flag("read-only", null, "Make the root file system read-only", (r, on) => r.Spec = r.Spec with { ReadOnlyRootfs = on })
        .Value("shm-size", null, "SIZE", "The size of /dev/shm (64m)", (r, v) => r.Spec = r.Spec with { ShmSize = ByteSize.Parse(v) is var size and > 0 ? size : null })
        .List("device", null, "HOST[:CONTAINER][:rwm]", "Make a device of the host available", (r, v) =>
            r.Spec = r.Spec with { Devices = [.. r.Spec.Devices, DeviceRequest.Parse(v)] })
        .List("device-cgroup-rule", null, "RULE", "Allow access to devices by number, as 'c 1:3 rwm'", (r, v) =>
            r.Spec = r.Spec with { DeviceCgroupRules = [.. r.Spec.DeviceCgroupRules, DeviceCgroupRule.Parse(v)] })
        .Refused(OptionKind.List, "gpus", null, "not supported: there is no CDI (Container Device Interface) in this version; name the devices with --device")
        .Refused(OptionKind.List, "volumes-from", null, "not available in this version; repeat the mounts with -v or --mount")
        .Refused(OptionKind.Value, "volume-driver", null, "there are no volume drivers; mount a directory of the host with -v or --mount")
        .Refused(OptionKind.List, "storage-opt", null, "the writable layer has no options; limit what is written with --read-only and --tmpfs TARGET:size=SIZE")
        .Refused(OptionKind.List, "secret", null, "not available in this version; mount a file with --mount type=bind,readonly");

    private static void AddMount(RunRequest request, Mount mount)
    {
        if (mount is VolumeMount volume)
        {
            throw new FormatException($"volumes are not available in this version ({volume.Name ?? "an anonymous one"}); mount a directory of the host by its path");
        }

        foreach (Mount other in request.Spec.Mounts)
        {
            if (string.Equals(other.Target, mount.Target, StringComparison.Ordinal))
            {
                throw new FormatException($"duplicate mount target {mount.Target}");
            }
        }

        request.Spec = request.Spec with { Mounts = [.. request.Spec.Mounts, mount] };
    }
}
