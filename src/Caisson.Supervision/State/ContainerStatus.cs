namespace Caisson.Supervision.State;

/// <summary>Where a container is in its life.</summary>
public enum ContainerStatus
{
    /// <summary>Made, never started.</summary>
    Created,

    /// <summary>Its program runs.</summary>
    Running,

    /// <summary>Its program ended, or did not start.</summary>
    Exited,
}
