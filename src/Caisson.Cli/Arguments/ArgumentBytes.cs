using System.Text.Unicode;

namespace Caisson.Cli.Arguments;

/// <summary>
/// Tells whether the command line survived its conversion to strings. Linux passes bytes; a container's configuration is JSON and can only
/// carry UTF-8, so anything else is refused rather than replaced by question marks.
/// </summary>
internal static class ArgumentBytes
{
    private const char Replacement = '\ufffd';

    /// <summary>Whether any word may have lost bytes: it has the replacement character in it.</summary>
    public static bool AreSuspicious(ReadOnlySpan<string> words)
    {
        foreach (string word in words)
        {
            if (word.Contains(Replacement, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the words, as the kernel has them, are UTF-8.</summary>
    /// <param name="commandLine">The words, each ended by a zero byte (proc_pid_cmdline(5)).</param>
    public static bool AreText(ReadOnlySpan<byte> commandLine) => Utf8.IsValid(commandLine);
}
