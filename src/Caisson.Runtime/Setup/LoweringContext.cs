using Caisson.Linux.Files;
using Caisson.Linux.Programs;

namespace Caisson.Runtime.Setup;

/// <summary>What lowering a plan knows besides the step: descriptors that were prepared, and results of earlier steps.</summary>
internal sealed class LoweringContext(SyscallProgram program, PreparedSandbox prepared)
{
    /// <summary>How a path of a container is opened: no link in it counts, and nothing leads out of the root.</summary>
    internal const ResolveFlags InContainer =
        ResolveFlags.RESOLVE_IN_ROOT | ResolveFlags.RESOLVE_NO_SYMLINKS | ResolveFlags.RESOLVE_NO_MAGICLINKS;

    internal SyscallProgram Program { get; } = program;

    internal PreparedSandbox Prepared { get; } = prepared;

    /// <summary>The container's root, once the process is in it.</summary>
    internal Cell Root { get; set; }

    /// <summary>The root before the pivot, until it is detached.</summary>
    internal Cell OldRoot { get; set; }

    /// <summary>The working directory, once it is open.</summary>
    internal Cell WorkingDirectory { get; set; }

    /// <summary>The container's procfs, once it is mounted or bound.</summary>
    internal Argument? Proc { get; set; }

    /// <summary>Why each candidate of the final execve did not run.</summary>
    internal IReadOnlyList<Cell> ExecuteResults { get; set; } = [];

    /// <summary>The child's pid after a fork, in the caller's pid namespace.</summary>
    internal Cell? ForkedPid { get; set; }

    /// <summary>Opens a resolved path of the container for a mount to be attached to.</summary>
    internal Cell OpenTarget(string path) => Program.OpenResolved(Root, path, OpenFlags.O_PATH, InContainer);
}
