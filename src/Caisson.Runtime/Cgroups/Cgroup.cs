using Caisson.Linux;
using Caisson.Linux.ExtendedBpf;
using Caisson.Linux.Cgroups;
using Caisson.Linux.Files;
using Caisson.Oci.Runtime;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Runtime.Cgroups;

/// <summary>
/// A container's cgroup: one directory of the same path in every mounted hierarchy. Disposing closes descriptors and
/// leaves the cgroup as it is. Not safe for use by several threads at once.
/// </summary>
public sealed partial class Cgroup : IDisposable
{
    private readonly List<CgroupPlace> _places;
    private readonly bool _needsUnified;
    private CgroupEntry? _entry;

    private Cgroup(CgroupLayout layout, string path, List<CgroupPlace> places, bool needsUnified)
    {
        Layout = layout;
        Path = path;
        _places = places;
        _needsUnified = needsUnified;
    }

    /// <summary>The hierarchies of this machine.</summary>
    public CgroupLayout Layout { get; }

    /// <summary>Below the top of each hierarchy, without leading slash.</summary>
    public string Path { get; }

    /// <summary>
    /// What a new process needs to enter, opened at first use. A process is inside as soon as it has entered all of it, before it runs
    /// anything that the container chose.
    /// </summary>
    public CgroupEntry Entry => _entry ??= OpenEntry();

    /// <summary>
    /// Makes a cgroup in every hierarchy and sets its limits. When a step fails, what was made is removed again. A cgroup that exists
    /// already is taken over if it has no processes.
    /// </summary>
    /// <param name="layout">The machine's hierarchies.</param>
    /// <param name="path">Below the top of each hierarchy; hostile input is refused.</param>
    /// <param name="plan">The limits, compiled for the same layout.</param>
    /// <exception cref="CgroupException">The path is malformed, the cgroup has processes, or a controller cannot be enabled for it.</exception>
    /// <exception cref="LinuxException">The kernel refuses a step; the message names it.</exception>
    public static Cgroup Create(CgroupLayout layout, string path, CgroupPlan plan)
    {
        string normal = CgroupPath.Normalize(path);
        var places = new List<CgroupPlace>(layout.Hierarchies.Count);
        var cgroup = new Cgroup(layout, normal, places, plan.NeedsUnified);
        try
        {
            foreach (CgroupHierarchy hierarchy in layout.Hierarchies)
            {
                CgroupPlace place = CgroupPlace.At(hierarchy, normal);
                places.Add(place);
                if (hierarchy.IsUnified)
                {
                    UnifiedDelegation.Enable(place, layout, plan);
                }

                bool inherits = hierarchy.Has("cpuset") && !hierarchy.IsUnified;
                place.Make(inherits ? LegacyCpuset.Inherit : null);
                if (!place.IsNew)
                {
                    RequireEmpty(place);
                    if (inherits)
                    {
                        LegacyCpuset.Inherit(place, normal);
                    }
                }
            }

            CgroupWriter.Write(plan.Writes, cgroup.PlaceOf);
            cgroup.AttachDeviceFilter(plan.DeviceFilter);
            return cgroup;
        }
        catch
        {
            foreach (CgroupPlace place in places)
            {
                place.Undo();
            }

            cgroup.Dispose();
            throw;
        }
    }

    /// <summary>Opens an existing cgroup, in the hierarchies that have it; null when none has.</summary>
    /// <exception cref="CgroupException">The path is malformed.</exception>
    public static Cgroup? TryOpen(CgroupLayout layout, string path)
    {
        string normal = CgroupPath.Normalize(path);
        var cgroup = new Cgroup(layout, normal, new(layout.Hierarchies.Count), needsUnified: layout.Kind == CgroupLayoutKind.Unified);
        try
        {
            foreach (CgroupHierarchy hierarchy in layout.Hierarchies)
            {
                CgroupPlace place = CgroupPlace.At(hierarchy, normal);
                if (place.TryOpen())
                {
                    cgroup._places.Add(place);
                }
                else
                {
                    place.Dispose();
                }
            }
        }
        catch
        {
            cgroup.Dispose();
            throw;
        }

        if (cgroup._places.Count > 0)
        {
            return cgroup;
        }

        cgroup.Dispose();
        return null;
    }

    /// <summary>As <see cref="TryOpen"/>, but a cgroup that does not exist is an error.</summary>
    public static Cgroup Open(CgroupLayout layout, string path) =>
        TryOpen(layout, path) ?? throw new CgroupException($"cgroup {Printable.Quote(path)} does not exist");

    /// <summary>Changes limits. What is null in <paramref name="resources"/> stays.</summary>
    /// <exception cref="CgroupException">A limit is wrong or cannot be enforced here.</exception>
    /// <exception cref="LinuxException">The kernel refuses a value; those written before stay.</exception>
    /// <returns>Warnings about settings without effect.</returns>
    public IReadOnlyList<string> Update(ResourcesSpec resources)
    {
        CgroupUsage? usage = resources.Memory is null ? null : ReadUsage();
        CgroupPlan plan = CgroupPlan.ForUpdate(resources, Layout, usage?.MemoryLimitBytes);
        if (plan.HighestMemoryUsage is { } highest && usage?.MemoryBytes > highest)
        {
            throw new CgroupException($"memory limit {highest} (--memory): {usage.MemoryBytes} bytes are in use already");
        }

        CgroupWriter.Write(plan.Writes, PlaceOf);
        return plan.Warnings;
    }

    /// <summary>Closes all descriptors, those of <see cref="Entry"/> too.</summary>
    public void Dispose()
    {
        foreach (SafeFileHandle file in _entry?.TaskFiles ?? [])
        {
            file.Dispose();
        }

        foreach (CgroupPlace place in _places)
        {
            place.Dispose();
        }
    }

    private static void RequireEmpty(CgroupPlace place)
    {
        var processes = new List<int>();
        ProcessesBelow(place, processes);
        if (processes.Count > 0)
        {
            throw new CgroupException($"cgroup {place.FullPath} already has processes, the first is {processes[0]}; choose another path or end them");
        }
    }

    private CgroupPlace PlaceOf(string controller) =>
        FindPlace(controller) ?? throw new CgroupException($"cgroup {Path} does not exist in a hierarchy with the {controller} controller");

    private CgroupPlace? FindPlace(string controller)
    {
        bool core = string.Equals(controller, "cgroup", StringComparison.Ordinal);
        foreach (CgroupPlace place in _places)
        {
            if (core ? place.Hierarchy.IsUnified : place.Hierarchy.Has(controller))
            {
                return place;
            }
        }

        return null;
    }

    private CgroupEntry OpenEntry()
    {
        var tasks = new List<SafeFileHandle>(_places.Count);
        SafeFileHandle? unified = null;
        foreach (CgroupPlace place in _places)
        {
            if (place.Hierarchy.IsUnified)
            {
                unified = place.Directory;
            }
            else
            {
                tasks.Add(FileCalls.Open(place.Directory, "tasks", OpenFlags.O_WRONLY));
            }
        }

        return new(tasks, unified, _needsUnified);
    }

    private void AttachDeviceFilter(IReadOnlyList<BpfInstruction>? filter)
    {
        if (filter is null)
        {
            return;
        }

        CgroupPlace place = PlaceOf("cgroup");
        Errno error = BpfCalls.TryLoadDeviceFilter(filter, out SafeFileHandle? program);
        using (program)
        {
            if (error != Errno.None)
            {
                throw new LinuxException("load device filter", null, error);
            }

            using SafeFileHandle directory = FileCalls.Open(place.Directory, ".", OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY);
            error = BpfCalls.TryAttachDeviceFilter(directory, program!);
            if (error != Errno.None)
            {
                throw new LinuxException("attach device filter to", place.FullPath, error);
            }
        }
    }
}
