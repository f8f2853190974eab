namespace RedisInfra.Admin.Tests.Simulation.Clients;

/// <summary>What a client does with a key.</summary>
internal enum ClientOperationKind
{
    Read,
    Write,
    WriteAgain,
    WriteForAWhile,
    Delete,
    ReadAgain,
}

/// <summary>One operation of a client, through all its redirections.</summary>
internal sealed class ClientOperation
{
    public required int Key { get; init; }

    public required ClientOperationKind Kind { get; init; }

    /// <summary>The number of the write, or -1 for a read.</summary>
    public required int Write { get; set; }

    /// <summary>For a read: how many of the key's writes had ended when it began.</summary>
    public required int Ended { get; init; }

    public long ExpireAtUs { get; set; }

    public int Attempts { get; set; }

    public bool IsEnded { get; set; }
}
