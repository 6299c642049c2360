using System.Diagnostics;

namespace Caisson.Integration.Tests.Harness;

/// <summary>
/// A running process of the test's: its streams are collected while it runs. Disposing kills it and everything it started in its tree.
/// </summary>
internal sealed class Command : IDisposable
{
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly OutputBuffer _out;
    private readonly OutputBuffer _error;
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly string _line;

    private Command(ProcessStartInfo start, byte[]? input)
    {
        _line = start.FileName + " " + string.Join(' ', start.ArgumentList.Select(Quoted));
        _process = Process.Start(start)!;
        _out = new OutputBuffer(_process.StandardOutput.BaseStream);
        _error = new OutputBuffer(_process.StandardError.BaseStream);
        if (input is not null)
        {
            Write(input);
            CloseInput();
        }
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Starts a command; with <paramref name="input"/> its standard input gets those bytes and then ends, without it stays open.</summary>
    public static Command Start(
        string file, IEnumerable<string> arguments, byte[]? input = null, IReadOnlyDictionary<string, string?>? environment = null, string? directory = null)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = directory ?? "/",
        };
        foreach ((string name, string? value) in environment ?? new Dictionary<string, string?>())
        {
            start.Environment[name] = value;
        }
        return new Command(start, input);
    }

    /// <summary>Starts a command with an empty standard input and waits for its end; it is killed, and the test fails, at the time limit.</summary>
    public static CommandResult Run(string file, params string[] arguments)
    {
        using Command command = Start(file, arguments, input: []);
        return command.Wait();
    }

    public void Write(byte[] bytes)
    {
        try
        {
            _process.StandardInput.BaseStream.Write(bytes);
            _process.StandardInput.BaseStream.Flush();
        }
        catch (IOException)
        {
            // EPIPE: the command ended without reading everything, which is its right.
        }
    }

    public void CloseInput()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
        }
    }

    public void Signal(string name) => Assert.Equal(0, Run("/bin/kill", "-s", name, Id.ToString(System.Globalization.CultureInfo.InvariantCulture)).ExitCode);

    /// <summary>Waits until the command has written a text to its standard output.</summary>
    public void ExpectOut(string text) => _out.Expect(text, DefaultTimeout);

    /// <summary>Waits until the command has written a text to its standard error.</summary>
    public void ExpectError(string text) => _error.Expect(text, DefaultTimeout);

    /// <summary>Waits for the process's end and for its streams'; kills the tree and throws at the time limit.</summary>
    public CommandResult Wait(TimeSpan? timeout = null)
    {
        TimeSpan limit = timeout ?? DefaultTimeout;
        if (!_process.WaitForExit(limit))
        {
            Kill();
            throw new TimeoutException($"{_line}\ndid not end within {limit.TotalSeconds} s; stderr: {_error.Text}; stdout: {_out.Text}");
        }
        TimeSpan elapsed = Stopwatch.GetElapsedTime(_start);
        if (!_out.WaitForEnd(limit) || !_error.WaitForEnd(limit))
        {
            throw new TimeoutException($"{_line}\nended, but something still holds its standard output or error");
        }
        return new CommandResult(_line, _process.ExitCode, _out.Bytes, _error.Bytes, elapsed);
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    private static string Quoted(string argument) => argument.AsSpan().ContainsAny(" '\"\n\t") || argument.Length == 0 ? $"'{argument}'" : argument;

    private void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended already.
        }
    }
}
