namespace RedisInfra.Model.Observation;

/// <summary>Which way an open slot's keys go.</summary>
public enum OpenSlotDirection
{
    /// <summary>Away from the node: <c>[93-&gt;-id]</c>.</summary>
    Migrating,

    /// <summary>To the node: <c>[93-&lt;-id]</c>.</summary>
    Importing,
}
