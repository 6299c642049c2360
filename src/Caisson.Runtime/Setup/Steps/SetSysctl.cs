using Caisson.Linux.Files;
using Caisson.Linux.Programs;
using Caisson.Oci;

namespace Caisson.Runtime.Setup.Steps;

/// <summary>Sets a kernel parameter, through the procfs that was mounted here and no path that an image could redirect (CVE-2025-52881).</summary>
public sealed record SetSysctl(string Name, string Value) : SetupStep
{
    /// <inheritdoc />
    public override string ToString() => $"set sysctl {Name}={Value}";

    internal override void Lower(LoweringContext context)
    {
        string path = "sys/" + Name.Replace('.', '/');
        Cell file = context.Program.OpenResolved(
            context.Proc ?? throw new SpecException("linux.sysctl", $"{Name} needs a mount of proc at /proc"), path, OpenFlags.O_WRONLY,
            ResolveFlags.RESOLVE_NO_SYMLINKS | ResolveFlags.RESOLVE_NO_XDEV | ResolveFlags.RESOLVE_BENEATH);
        context.Program.Write(file, Value);
        context.Program.Close(file);
    }
}
