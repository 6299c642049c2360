namespace Caisson.Cli.Arguments;

/// <summary>What an option takes, and what giving it twice means.</summary>
internal enum OptionKind
{
    /// <summary>On or off: <c>--rm</c>, <c>--rm=false</c>. Takes no separate argument. The last one wins.</summary>
    Flag,

    /// <summary>One value: <c>--name x</c>, <c>--name=x</c>. The last one wins, as in Docker.</summary>
    Value,

    /// <summary>A value that adds to the ones before: <c>-e A=1 -e B=2</c>.</summary>
    List,
}
