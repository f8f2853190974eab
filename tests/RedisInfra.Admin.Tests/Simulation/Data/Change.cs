namespace RedisInfra.Admin.Tests.Simulation.Data;

/// <summary>What a change of a dataset was.</summary>
internal enum ChangeKind
{
    /// <summary>A client wrote or deleted.</summary>
    Written,

    /// <summary>MIGRATE brought it.</summary>
    Arrived,

    /// <summary>MIGRATE took it away.</summary>
    Left,

    /// <summary>An atomic migration had taken its slot away.</summary>
    Trimmed,

    /// <summary>It expired.</summary>
    Expired,
}

/// <summary>One change of one key, as it is replicated, with what was there before, so that it can be undone.</summary>
internal readonly record struct Change(
    ChangeKind Kind, int Key, int Write, StoredValue? Before, StoredValue? After, long TimeUs)
{
    public void Do(Dataset data) => Put(data, After);

    public void Undo(Dataset data) => Put(data, Before);

    private void Put(Dataset data, StoredValue? value)
    {
        if (value is { } stored) data.Set(Key, stored);
        else data.Remove(Key);
    }
}
