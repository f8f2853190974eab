namespace RedisInfra.Components.Storage;

/// <summary>What becomes of claims when what used them is destroyed.</summary>
public enum ClaimDeletion
{
    /// <summary>They stay, and <c>destroy</c> says so.</summary>
    Keep,

    /// <summary>They are deleted, and the data with them.</summary>
    Delete,
}
