using System.Text.Encodings.Web;
using System.Text.Json;

namespace Caisson.Cli.Output;

/// <summary>How JSON is printed: for people and scripts, so quotes and letters outside ASCII stay readable; control characters are escaped.</summary>
internal static class JsonStyle
{
    /// <summary>On one line.</summary>
    public static JsonWriterOptions Compact => new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Indented by four spaces, as Docker does.</summary>
    public static JsonWriterOptions Indented =>
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true, IndentSize = 4, NewLine = "\n" };
}
