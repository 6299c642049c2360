using System.Runtime.InteropServices;
using Caisson.Cli.Arguments;
using Caisson.Cli.Commands;
using Caisson.Cli.Output;

namespace Caisson.Cli.Host;

/// <summary><c>caisson version</c> and <c>caisson --version</c>.</summary>
internal static class VersionCommand
{
    /// <summary>The command.</summary>
    public static Command Create() => new Command<VersionRequest>
    {
        Name = "version",
        Usage = "[OPTIONS]",
        Summary = "Show the version of this program",
        MaximumArguments = 0,
        Options = new OptionTable<VersionRequest>()
            .Value("format", 'f', "FORMAT", "json, or a template as '{{.Client.Version}}'", (request, value) => request.Format = value),
        Execute = Execute,
    };

    /// <summary>The one line of <c>--version</c>.</summary>
    public static void WriteLine(TextOutput output) => output.WriteLine("caisson version " + ProductVersion.Text);

    private static int Execute(VersionRequest request, IReadOnlyList<string> arguments, CommandContext context)
    {
        string architecture = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? "amd64" : "arm64";
        if (request.Format is null)
        {
            WriteLine(context.Output);
            context.Output.WriteLine($"OS/Arch: linux/{architecture}");
            return ExitCodes.Success;
        }

        DocumentOutput.Write(context.Output, request.Format, json =>
        {
            json.WriteStartObject();
            json.WriteStartObject("Client");
            json.WriteString("Version", ProductVersion.Text);
            json.WriteString("Os", "linux");
            json.WriteString("Arch", architecture);
            json.WriteEndObject();
            json.WriteEndObject();
        });
        return ExitCodes.Success;
    }
}
