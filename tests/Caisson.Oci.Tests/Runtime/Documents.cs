using System.Text;
using Caisson.Oci.Runtime;

namespace Caisson.Oci.Tests.Runtime;

/// <summary>Documents that several tests use.</summary>
internal static class Documents
{
    /// <summary>A configuration with every member of the specification, as the writer lays it out.</summary>
    internal static string Full { get; } = Load("full.json");

    internal static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    internal static string Written(RuntimeSpec spec, bool indented = false) => Encoding.UTF8.GetString(RuntimeSpecJson.Write(spec, indented).Span);

    /// <summary>The message with which a configuration is refused.</summary>
    internal static string Refusal(string text) =>
        Assert.Throws<SpecException>(() => RuntimeSpecJson.Read(Utf8(text))).Message;

    private static string Load(string name)
    {
        using Stream stream = typeof(Documents).Assembly.GetManifestResourceStream(name)!;
        using StreamReader reader = new(stream);
        return reader.ReadToEnd().TrimEnd('\n');
    }
}
