namespace Caisson.Linux.Events;

/// <summary>The signals that a program in the foreground passes on to what runs for it.</summary>
public static class ForwardedSignals
{
    private const int SIGHUP = 1, SIGINT = 2, SIGQUIT = 3, SIGUSR1 = 10, SIGUSR2 = 12, SIGALRM = 14, SIGTERM = 15, SIGCONT = 18,
        SIGTSTP = 20, SIGURG = 23, SIGWINCH = 28, SIGPWR = 30;

    /// <summary>
    /// All that a person or a service manager sends; not those that say something about this process itself (SIGCHLD, SIGPIPE,
    /// faults), and not SIGWINCH, which is about this process's terminal.
    /// </summary>
    public static ReadOnlySpan<int> All => [SIGHUP, SIGINT, SIGQUIT, SIGUSR1, SIGUSR2, SIGALRM, SIGTERM, SIGCONT, SIGTSTP, SIGURG, SIGPWR];

    /// <summary>The terminal's size changed.</summary>
    public const int WindowChanged = SIGWINCH;
}
