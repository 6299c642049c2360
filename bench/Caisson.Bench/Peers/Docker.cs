using System.Net.Sockets;

namespace Caisson.Bench.Peers;

/// <summary>A dockerd and its containerd on a private socket, without bridge and packet filter rules; ended with <see cref="Dispose"/>.</summary>
internal sealed class Docker : IDisposable
{
    private readonly string _socket;
    private readonly int _pid;

    public Docker(Lab lab)
    {
        string home = lab.MakeDirectory("docker"), log = Path.Combine(lab.Settings.Work, "dockerd.log");
        _socket = Path.Combine(home, "socket");
        _pid = lab.Spawn.StartDaemon(
            [
                "/usr/sbin/dockerd", "--host", $"unix://{_socket}", "--data-root", $"{home}/data", "--exec-root", $"{home}/exec", "--pidfile", $"{home}/pid",
                "--storage-driver", "overlay2", "--exec-opt", "native.cgroupdriver=cgroupfs", "--bridge", "none", "--iptables=false", "--ip-forward=false",
            ],
            log);
        WaitForSocket(log);
        lab.Spawn.Run(Command("import", Busybox.MakeArchive(lab), Busybox.ImageName));
    }

    public string[] Command(params string[] arguments) => ["/usr/bin/docker", "--host", $"unix://{_socket}", .. arguments];

    public void Dispose() => Spawn.StopDaemon(_pid);

    private void WaitForSocket(string log)
    {
        long deadline = Environment.TickCount64 + 30_000;
        while (true)
        {
            try
            {
                using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                socket.Connect(new UnixDomainSocketEndPoint(_socket));
                return;
            }
            catch (SocketException) when (Environment.TickCount64 < deadline)
            {
                Thread.Sleep(50);
            }
            catch (SocketException)
            {
                Spawn.StopDaemon(_pid);
                throw new CommandFailedException($"dockerd did not open its socket; its log ends:\n{string.Join('\n', File.ReadLines(log).TakeLast(5))}");
            }
        }
    }
}
