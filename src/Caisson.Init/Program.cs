using Caisson.Init;
using Caisson;
using Caisson.Linux.Files;

switch (args)
{
    case ["--version"]:
        StandardStream.Output.WriteText($"caisson-init version {ProductVersion.Text}\n");
        return 0;
    case ["greet"]:
        StandardStream.Output.WriteText(Greeting.Text());
        return 0;
    default:
        StandardStream.Error.WriteText("caisson-init: started by caisson, not by hand\n");
        return 125;
}
