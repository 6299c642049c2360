using System.Globalization;

namespace Caisson.Integration.Tests.Harness;

/// <summary>
/// An engine with state directories of its own, for one test class: <c>--root</c> in a temporary directory, and the busybox
/// image imported. At its end it removes its containers and asserts that nothing is left of them anywhere.
/// </summary>
public sealed class Sandbox : IDisposable
{
    internal const string Busybox = "busybox";

    private readonly Lazy<string> _debian;
    private readonly Lock _lock = new();
    private bool _isReady;

    public Sandbox() => _debian = new Lazy<string>(() => Import("debian"));

    /// <summary>Where this sandbox keeps everything; tests may put files here.</summary>
    internal string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("caisson-test-").FullName;

    internal string Root => Path.Combine(Directory, "root");

    /// <summary>The name of the Debian image, imported when first asked for.</summary>
    internal string Debian => _debian.Value;

    /// <summary>Runs <c>caisson</c> with an empty standard input.</summary>
    internal CommandResult Caisson(params string[] arguments) => CaissonWithInput([], arguments);

    internal CommandResult CaissonWithInput(byte[] input, params string[] arguments)
    {
        using Command command = Start(input, arguments);
        return command.Wait();
    }

    /// <summary>Runs a command in a new busybox container that is removed afterwards.</summary>
    internal CommandResult Run(params string[] command) => Caisson(["run", "--rm", Busybox, .. command]);

    /// <summary>Starts <c>caisson</c>; with no input given its standard input stays open.</summary>
    internal Command Start(byte[]? input, params string[] arguments)
    {
        MakeReady();
        return Command.Start(Executables.Caisson, WithState(arguments), input);
    }

    internal Terminal OnTerminal(params string[] arguments)
    {
        MakeReady();
        return Terminal.Start(Executables.Caisson, WithState(arguments));
    }

    /// <summary>Starts a detached container that waits, and returns it; disposing removes it.</summary>
    internal RunningContainer Detached(params string[] options) => new(this, [.. options, Busybox, "sleep", "1000"]);

    /// <summary>A path in this sandbox that nothing has used.</summary>
    internal string NewPath(string hint) => Path.Combine(Directory, hint + "-" + Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture)[..8]);

    public void Dispose()
    {
        if (!_isReady)
        {
            System.IO.Directory.Delete(Directory, recursive: true);
            return;
        }
        string[] ids = Caisson("ps", "--all", "--quiet", "--no-trunc").Succeeded().Lines;
        foreach (string id in ids.Where(id => id.Length > 0))
        {
            Caisson("rm", "--force", id).Succeeded();
        }
        try
        {
            AssertNothingIsLeft(ids);
        }
        finally
        {
            System.IO.Directory.Delete(Directory, recursive: true);
        }
    }

    /// <summary>Asserts that no mount, process or cgroup of this sandbox exists (after its containers were removed).</summary>
    internal void AssertNothingIsLeft(IEnumerable<string> containerIds)
    {
        // The last process of a container may be a zombie for a moment, until its parent has waited.
        Host.Eventually(() => Host.ProcessesNaming(Directory).Length == 0, "left: " + string.Join('\n', Host.ProcessesNaming(Directory)));
        Assert.Empty(Host.MountsUnder(Directory));
        foreach (string id in containerIds.Where(id => id.Length > 0))
        {
            Assert.Empty(Host.CgroupsNaming(id));
            Assert.Empty(Host.ProcessesNaming(id));
        }
    }

    private string[] WithState(string[] arguments) => ["--root", Root, .. arguments];

    // Not in the constructor: a skip must come out of a test's own body.
    private void MakeReady()
    {
        lock (_lock)
        {
            if (!_isReady)
            {
                Host.RequireRoot();
                Import(Busybox);
                _isReady = true;
            }
        }
    }

    private string Import(string image)
    {
        string source = Path.Combine(Executables.RepositoryRoot, "artifacts", "test-images", image);
        Assert.True(Path.Exists(source), $"the test image {source} is missing: run eng/test-images/build");
        using Command import = Command.Start(Executables.Caisson, WithState(["image", "import", source, image]), input: []);
        import.Wait().Succeeded();
        return image;
    }
}
