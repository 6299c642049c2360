namespace Caisson.Containers;

/// <summary>When a container is started again.</summary>
public enum RestartKind
{
    /// <summary>Never.</summary>
    No,

    /// <summary>When the process ended with a status other than zero.</summary>
    OnFailure,

    /// <summary>Whenever the process ended, and when the machine starts.</summary>
    Always,

    /// <summary>As <see cref="Always"/>, unless the user stopped it.</summary>
    UnlessStopped,
}
