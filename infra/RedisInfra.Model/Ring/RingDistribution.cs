namespace RedisInfra.Model.Ring;

/// <summary>How nutcracker chooses a server by a hash.</summary>
public enum RingDistribution
{
    /// <summary>A ring of about 160 points a server: a server more or less moves few keys.</summary>
    Ketama,

    /// <summary>The hash modulo the sum of weights: a server more or less moves most keys.</summary>
    Modula,

    /// <summary>Any server, drawn anew for each command: nobody can tell where a key is.</summary>
    Random,
}
