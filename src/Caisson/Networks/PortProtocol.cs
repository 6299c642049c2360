namespace Caisson.Networks;

/// <summary>The protocol of a published port.</summary>
public enum PortProtocol
{
    /// <summary>TCP: the default.</summary>
    Tcp,

    /// <summary>UDP.</summary>
    Udp,
}
