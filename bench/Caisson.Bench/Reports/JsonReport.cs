using System.Text.Json;

namespace Caisson.Bench.Reports;

/// <summary>The report as one JSON object: a member for each section, with every sample.</summary>
internal static class JsonReport
{
    public static void Write(Stream output, IReadOnlyList<Section> sections)
    {
        using var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        foreach (Section section in sections)
        {
            json.WriteStartArray(section.Name);
            foreach (Timing timing in section.Timings)
            {
                WriteTiming(json, section, timing);
            }
            foreach (MemoryRow row in section.Memory)
            {
                WriteMemory(json, row);
            }
            json.WriteEndArray();
        }
        json.WriteEndObject();
        json.Flush();
        output.Write("\n"u8);
    }

    private static void WriteTiming(Utf8JsonWriter json, Section section, Timing timing)
    {
        json.WriteStartObject();
        json.WriteString("name", timing.Contender.Name);
        WriteText(json, "remark", timing.Contender.Remark);
        WriteText(json, "failure", timing.Failure);
        WriteNumber(json, "medianBackToBackMs", timing.MedianBackToBack);
        WriteNumber(json, "medianWithGapsMs", timing.MedianWithGaps);
        WriteNumber(json, "ratioBackToBack", section.Ours?.MedianBackToBack / timing.MedianBackToBack);
        WriteNumber(json, "ratioWithGaps", section.Ours?.MedianWithGaps / timing.MedianWithGaps);
        WriteSamples(json, "samplesBackToBackMs", timing.BackToBack);
        WriteSamples(json, "samplesWithGapsMs", timing.WithGaps);
        json.WriteEndObject();
    }

    private static void WriteMemory(Utf8JsonWriter json, MemoryRow row)
    {
        json.WriteStartObject();
        json.WriteString("name", row.Engine);
        json.WriteString("remark", row.Remark);
        WriteNumber(json, "pssMebibytes", row.PssMebibytes);
        WriteNumber(json, "privateDirtyMebibytes", row.PrivateDirtyMebibytes);
        json.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, double? value)
    {
        if (value is not null)
        {
            json.WriteNumber(name, Math.Round(value.Value, 4));
        }
    }

    private static void WriteText(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static void WriteSamples(Utf8JsonWriter json, string name, IReadOnlyList<double> samples)
    {
        json.WriteStartArray(name);
        foreach (double sample in samples)
        {
            json.WriteNumberValue(Math.Round(sample, 4));
        }
        json.WriteEndArray();
    }
}
