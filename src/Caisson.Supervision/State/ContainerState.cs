using System.Globalization;
using Caisson.Linux;
using Caisson.Linux.Files;
using Caisson.Linux.Pipes;
using Caisson.Oci.Json;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Supervision.State;

/// <summary>What has become of a container (docs/on-disk.md, state.json). Replaced as a whole, never changed in place.</summary>
public sealed record ContainerState
{
    private const int SchemaVersion = 1;
    private const int LargestFile = 64 * 1024;
    private const string Next = ContainerFiles.State + ".new";
    private const uint OnlyOwner = 0x180; // 0600

    /// <summary>Where it is in its life.</summary>
    public required ContainerStatus Status { get; init; }

    /// <summary>The first process while running.</summary>
    public ProcessIdentity? Process { get; init; }

    /// <summary>Its monitor while running.</summary>
    public ProcessIdentity? Monitor { get; init; }

    /// <summary>When the program started; null before the first start.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? Finished { get; init; }

    /// <summary>The exit code of the last run, 128 + n after signal n.</summary>
    public int ExitCode { get; init; }

    /// <summary>Whether the kernel killed a process of it for lack of memory.</summary>
    public bool OomKilled { get; init; }

    /// <summary>Whether it was ended because its time was up.</summary>
    public bool TimedOut { get; init; }

    /// <summary>Why the last start or run failed; empty when it did not.</summary>
    public string Error { get; init; } = "";

    /// <summary>Reads state.json.</summary>
    /// <param name="directory">The container's directory.</param>
    /// <exception cref="Oci.SpecException">It is damaged or from a newer version.</exception>
    public static ContainerState Read(SafeFileHandle directory)
    {
        JsonValue json = JsonTree.Parse(FileCalls.ReadFileAt(directory, ContainerFiles.State, LargestFile), ContainerFiles.State).Root;
        if (json.Get("schemaVersion"u8).AsInt32() is not SchemaVersion and var version)
        {
            throw json.Get("schemaVersion"u8).Error($"version {version} is not known to this caisson");
        }

        return new ContainerState
        {
            Status = json.RequiredString("status"u8) switch
            {
                "created" => ContainerStatus.Created,
                "running" => ContainerStatus.Running,
                "exited" => ContainerStatus.Exited,
                _ => throw json.Get("status"u8).Error("unknown status"),
            },
            Process = json.Section("process"u8, ProcessIdentity.Read),
            Monitor = json.Section("monitor"u8, ProcessIdentity.Read),
            Started = Time(json, "started"u8),
            Finished = Time(json, "finished"u8),
            ExitCode = json.Int32("exitCode"u8) ?? 0,
            OomKilled = json.Boolean("oomKilled"u8) ?? false,
            TimedOut = json.Boolean("timedOut"u8) ?? false,
            Error = json.String("error"u8) ?? "",
        };
    }

    /// <summary>Sets disk space aside for the next <see cref="Write"/>: how a container ended can be said on a disk that it filled.</summary>
    public static void Reserve(SafeFileHandle directory)
    {
        const int Enough = 16 * 1024;
        using SafeFileHandle file = FileCalls.Open(directory, Next, OpenFlags.O_WRONLY | OpenFlags.O_CREAT, OnlyOwner);
        Errno error = FileCalls.TryAllocate(file, 0, Enough);
        if (error is not (Errno.None or Errno.EOPNOTSUPP))
        {
            throw new LinuxException("reserve space for", ContainerFiles.State, error);
        }
    }

    /// <summary>Replaces state.json: a reader sees the old or the new one, whenever the writer is killed.</summary>
    public void Write(SafeFileHandle directory)
    {
        var json = new JsonTextWriter();
        WriteTo(json);

        using (SafeFileHandle file = FileCalls.Open(directory, Next, OpenFlags.O_WRONLY | OpenFlags.O_CREAT, OnlyOwner))
        {
            // Truncated last, not first: that would give reserved space back. What a killed writer left may be longer.
            Errno error = StreamCalls.TryWriteAll(file, json.Written);
            error = error == Errno.None ? FileCalls.TryTruncate(file, json.Written.Length) : error;
            if (error != Errno.None)
            {
                throw new LinuxException("write", ContainerFiles.State, error);
            }
        }

        FileCalls.Rename(directory, Next, directory, ContainerFiles.State);
    }

    private void WriteTo(JsonTextWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("schemaVersion"u8, SchemaVersion);
        json.WriteString("status"u8, Status.ToString().ToLowerInvariant());
        json.WriteSection("process"u8, Process, ProcessIdentity.Write);
        json.WriteSection("monitor"u8, Monitor, ProcessIdentity.Write);
        json.WriteOptional("started"u8, Text(Started));
        json.WriteOptional("finished"u8, Text(Finished));
        json.WriteNumber("exitCode"u8, ExitCode);
        json.WriteBoolean("oomKilled"u8, OomKilled);
        json.WriteBoolean("timedOut"u8, TimedOut);
        json.WriteString("error"u8, Error);
        json.WriteEndObject();
    }

    private static string? Text(DateTimeOffset? time) => time?.ToString("O", CultureInfo.InvariantCulture);

    private static DateTimeOffset? Time(JsonValue json, ReadOnlySpan<byte> name)
    {
        if (json.Find(name) is not { } value)
        {
            return null;
        }

        return DateTimeOffset.TryParse(value.AsString(), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out DateTimeOffset time)
            ? time
            : throw value.Error("not a time");
    }
}
