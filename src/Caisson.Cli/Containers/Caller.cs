using System.Text;
using Caisson.Linux.Files;

namespace Caisson.Cli.Containers;

/// <summary>What options take from whoever runs the command: variables, the current directory, files.</summary>
/// <param name="Variable">The value of an environment variable, or null.</param>
/// <param name="CurrentDirectory">The absolute current directory.</param>
/// <param name="ReadText">A file's text.</param>
internal sealed record Caller(Func<string, string?> Variable, Func<string> CurrentDirectory, Func<string, string> ReadText)
{
    private const int MaximumFileSize = 16 << 20;

    /// <summary>This process.</summary>
    public static Caller Process { get; } = new(Environment.GetEnvironmentVariable, static () => Environment.CurrentDirectory, ReadFile);

    // The file may be a pipe: --env-file <(pass show app).
    private static string ReadFile(string path)
    {
        using var file = FileCalls.Open(null, path, OpenFlags.O_RDONLY);
        try
        {
            using var stream = new FileStream(file, FileAccess.Read, bufferSize: 0);
            using var content = new MemoryStream();
            var chunk = new byte[16 << 10];
            for (int read; (read = stream.Read(chunk)) > 0;)
            {
                content.Write(chunk, 0, read);
                if (content.Length > MaximumFileSize)
                {
                    throw new UsageException($"{path}: larger than {MaximumFileSize} bytes");
                }
            }

            return new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(content.GetBuffer(), 0, (int)content.Length);
        }
        catch (DecoderFallbackException e)
        {
            throw new UsageException($"{path}: not valid UTF-8", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{path}: not a readable file", e);
        }
    }
}
