namespace Caisson.Linux;

/// <summary>The kernel said no: which step failed, on what, with which errno.</summary>
public sealed class LinuxException : IOException
{
    /// <summary>Describes a failed step, for example <c>("mount", "proc on /proc", EPERM)</c>.</summary>
    public LinuxException(string step, string? thing, Errno errno)
        : base(Format(step, thing, errno))
    {
        Step = step;
        Thing = thing;
        Errno = errno;
    }

    /// <summary>What was attempted: a system call's name or a setup step.</summary>
    public string Step { get; }

    /// <summary>What it was attempted on, usually a path; null when the step says it all.</summary>
    public string? Thing { get; }

    /// <summary>The kernel's answer.</summary>
    public Errno Errno { get; }

    private static string Format(string step, string? thing, Errno errno) =>
        string.IsNullOrEmpty(thing) ? $"{Printable(step)}: {errno.Describe()}" : $"{Printable(step)} {Printable(thing)}: {errno.Describe()}";

    // A path may hold newlines and escapes; an error is one line (PRODUCT: one line on stderr).
    private static string Printable(string text) =>
        text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? $"\\x{(int)c:x2}" : c.ToString())) : text;
}
