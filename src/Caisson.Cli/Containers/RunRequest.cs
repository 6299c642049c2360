using Caisson.Containers;

namespace Caisson.Cli.Containers;

/// <summary>What <c>caisson run</c> is asked: the container, and what to do around it.</summary>
internal sealed class RunRequest
{
    /// <summary>Where options look things up.</summary>
    public Caller Caller { get; init; } = Caller.Process;

    /// <summary>The container; its image and command are the arguments and come last.</summary>
    public ContainerSpec Spec { get; set; } = new();

    /// <summary><c>-d</c>: return when it runs.</summary>
    public bool Detach { get; set; }

    /// <summary><c>--cidfile</c>: where to write the container's id; the file must not exist.</summary>
    public string? CidFile { get; set; }

    /// <summary><c>--pidfile</c>: where to write the process's id.</summary>
    public string? PidFile { get; set; }

    /// <summary><c>--dry-run</c>: print what would be done.</summary>
    public bool DryRun { get; set; }

    /// <summary>Whether a network was chosen: a second one is refused.</summary>
    public bool HasNetwork { get; set; }

    /// <summary>The container that the arguments complete.</summary>
    /// <param name="arguments">The image, unless <c>--rootfs</c> stands for it, and the command.</param>
    /// <exception cref="UsageException">Options exclude each other, or there is neither image nor root file system.</exception>
    public ContainerSpec Complete(IReadOnlyList<string> arguments)
    {
        if (Spec.Remove && Spec.Restart.Kind != RestartKind.No)
        {
            throw new UsageException("--rm and --restart exclude each other: a container that is removed cannot be started again");
        }

        if (Spec.Rootfs is not null)
        {
            return Spec with { Command = arguments };
        }

        return arguments is [{ Length: > 0 } image, ..]
            ? Spec with { Image = image, Command = [.. arguments.Skip(1)] }
            : throw new UsageException("the image's name is missing; --rootfs DIR runs without one");
    }
}
