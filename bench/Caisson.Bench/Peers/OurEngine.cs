namespace Caisson.Bench.Peers;

/// <summary>The built caisson with state directories of its own and the busybox image imported.</summary>
internal sealed class OurEngine
{
    private readonly string[] _command;

    public OurEngine(Lab lab)
    {
        string home = lab.MakeDirectory("caisson");
        _command = [lab.Executable("caisson"), "--root", $"{home}/root"];
        lab.Spawn.Run(Command("image", "import", lab.Rootfs, Busybox.ImageName));
    }

    public string[] Command(params string[] arguments) => [.. _command, .. arguments];
}
