using Caisson.Compilation;
using Caisson.Hosts;

using Caisson.Linux.Capabilities;
using Caisson.Linux.Files;
using Caisson.Oci.Runtime;
using Caisson.Processes;
using Caisson.Runtime.Setup;
using Caisson.Users;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Containers;

/// <summary>Starts programs in a running container: what they get is the container's own configuration with the caller's changes.</summary>
internal sealed class ContainerExec(Executables executables, Container container)
{
    private const int LargestUserFile = 4 << 20;

    internal ExecSession Start(ExecOptions options)
    {
        if (options.Arguments.Count == 0)
        {
            throw new UsageException("exec needs a command");
        }

        using SafeFileHandle process = container.OpenProcess();
        int pid = container.State.Process!.Pid;
        using SafeFileHandle init = executables.OpenInit();
        RuntimeSpec configuration = container.Configuration;
        ExecStreams? streams = options.Terminal ? null : new ExecStreams(options.Streams);
        try
        {
            StartedProcess started = ContainerJoin.Start(new JoinOptions
            {
                Target = process,
                TargetPid = pid,
                Spec = configuration,
                Process = Process(configuration, options, pid),
                FilterSystemCalls = !options.Privileged,
                Streams = streams?.Inside ?? [],
                Init = init,
            });
            return new ExecSession(started, options.Streams, streams);
        }
        catch
        {
            streams?.Dispose();
            throw;
        }
    }

    private ProcessSpec Process(RuntimeSpec configuration, ExecOptions options, int pid)
    {
        ProcessSpec first = configuration.Process!;
        UserIdentity user = FindUser(first.User, options.User, pid);
        CapabilitySet capabilities = options.Privileged
            ? HostReader.Read(withDevices: false).Capabilities
            : CapabilitySet.TryParse(first.Capabilities?.Bounding ?? [], out CapabilitySet own, out _) ? own : CapabilitySet.Empty;
        return first with
        {
            Terminal = options.Terminal,
            ConsoleSize = options.Streams.TerminalSize is { } size ? new ConsoleSize(size.Rows, size.Columns) : null,
            Args = options.Arguments,
            Env = ProcessEnvironment.ForExec(first.Env, options.Environment, options.User is null ? null : user.Home, options.Terminal),
            Cwd = options.WorkingDirectory is { } directory ? Mounts.AbsolutePath.Parse("working directory", directory) : first.Cwd,
            User = new UserSpec { Uid = user.Uid, Gid = user.Gid, AdditionalGids = user.AdditionalGids },
            Capabilities = CapabilityRules.Sets(capabilities, user.Uid),
            NoNewPrivileges = first.NoNewPrivileges && !options.Privileged,
        };
    }

    private static UserIdentity FindUser(UserSpec first, string? user, int pid)
    {
        if (user is null)
        {
            return new UserIdentity { Uid = first.Uid, Gid = first.Gid, AdditionalGids = first.AdditionalGids };
        }

        // The files as the container sees them now: it may have added users.
        using SafeFileHandle root = FileCalls.Open(null, $"/proc/{pid}/root", OpenFlags.O_PATH | OpenFlags.O_DIRECTORY);
        return UserResolver.Resolve(user, [], RootFile.TryRead(root, "etc/passwd", LargestUserFile), RootFile.TryRead(root, "etc/group", LargestUserFile));
    }
}
