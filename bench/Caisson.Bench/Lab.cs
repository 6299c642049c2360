using Caisson.Bench.Peers;

namespace Caisson.Bench;

/// <summary>
/// Everything that the parts share: the work directory, the busybox root, and the engines, each set up when first asked for and stopped at the end.
/// </summary>
internal sealed class Lab : IDisposable
{
    private readonly Lazy<Docker> _docker;
    private readonly Lazy<Podman> _podman;
    private readonly Lazy<OurEngine> _ours;
    private readonly Lazy<string> _rootfs;

    public Lab(Settings settings)
    {
        Settings = settings;
        Spawn = new Spawn(settings.Work, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            ["HOME"] = Directory.CreateDirectory(Path.Combine(settings.Work, "home")).FullName,
            ["TMPDIR"] = Directory.CreateDirectory(Path.Combine(settings.Work, "tmp")).FullName,
            ["CONTAINERS_CONF"] = Podman.WriteConfiguration(settings.Work),
        });
        _rootfs = new Lazy<string>(() => Busybox.MakeRoot(settings.Work, Spawn));
        _docker = new Lazy<Docker>(() => new Docker(this));
        _podman = new Lazy<Podman>(() => new Podman(this));
        _ours = new Lazy<OurEngine>(() => new OurEngine(this));
    }

    public Settings Settings { get; }

    public Spawn Spawn { get; }

    /// <summary>A directory with busybox and a link for each of its commands.</summary>
    public string Rootfs => _rootfs.Value;

    public Docker Docker => _docker.Value;

    public Podman Podman => _podman.Value;

    public OurEngine Ours => _ours.Value;

    /// <summary>A number of samples, or the few of --quick.</summary>
    public int Samples(int full, int quick = 5) => Settings.Quick ? quick : full;

    public string Executable(string name) => Path.Combine(Settings.Bin, name);

    public string MakeDirectory(string name) => Directory.CreateDirectory(Path.Combine(Settings.Work, name)).FullName;

    public void Dispose()
    {
        if (_docker.IsValueCreated)
        {
            _docker.Value.Dispose();
        }
        Spawn.Dispose();
    }
}
