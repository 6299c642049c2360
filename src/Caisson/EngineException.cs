namespace Caisson;

/// <summary>The engine cannot do what was asked in the state that things are in: no such container, a name that is taken.</summary>
public sealed class EngineException : Exception
{
    /// <inheritdoc cref="EngineException(string)"/>
    public EngineException()
    {
    }

    /// <summary>Describes the problem in one line.</summary>
    public EngineException(string message)
        : base(message)
    {
    }

    /// <inheritdoc cref="EngineException(string)"/>
    public EngineException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
