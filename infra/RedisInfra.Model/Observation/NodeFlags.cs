namespace RedisInfra.Model.Observation;

/// <summary>The flags of a line of <c>CLUSTER NODES</c>.</summary>
[Flags]
public enum NodeFlags
{
    /// <summary><c>noflags</c>.</summary>
    None = 0,

    /// <summary>The node that answered.</summary>
    Myself = 1,

    /// <summary>A master.</summary>
    Master = 2,

    /// <summary>A replica (<c>slave</c> in the text).</summary>
    Replica = 4,

    /// <summary>Suspected to be down (<c>fail?</c>).</summary>
    PossiblyFailed = 8,

    /// <summary>Agreed to be down by a majority (<c>fail</c>).</summary>
    Failed = 16,

    /// <summary>Being met: its id is not its own yet.</summary>
    Handshake = 32,

    /// <summary>No address known.</summary>
    NoAddress = 64,

    /// <summary>A replica that never tries to take over.</summary>
    NoFailover = 128,
}
