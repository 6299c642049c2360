namespace Caisson.Oci;

/// <summary>
/// A specification said no: a document does not follow its format. The message is one line and begins with the place,
/// as in <c>linux.resources.memory.limit: expected a number, found a string</c>.
/// </summary>
public sealed class SpecException : FormatException
{
    /// <summary>Describes what is wrong at a place.</summary>
    /// <param name="path">A JSON path such as <c>process.args[0]</c>, or a document's name.</param>
    /// <param name="problem">What is wrong there, in lower case.</param>
    public SpecException(string path, string problem)
        : base($"{path}: {problem}")
    {
        Path = path;
        Problem = problem;
    }

    /// <summary>The place: a JSON path, or the document's name when the whole document is meant.</summary>
    public string Path { get; }

    /// <summary>What is wrong, without the place.</summary>
    public string Problem { get; }
}
