using Caisson.Init;
using Caisson.Linux.Pipes;

switch (args)
{
    case ["--version"]:
        StandardStreams.Write("caisson-init version 0.1.0\n");
        return 0;
    case ["greet"]:
        StandardStreams.Write(Greeting.Text());
        return 0;
    default:
        StandardStreams.WriteError("caisson-init: started by caisson, not by hand\n");
        return 125;
}
