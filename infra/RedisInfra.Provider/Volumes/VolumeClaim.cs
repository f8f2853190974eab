namespace RedisInfra.Provider.Volumes;

/// <summary>A claim as it stands.</summary>
/// <param name="Name">Its name.</param>
/// <param name="StorageClass">Its class; "" for none.</param>
/// <param name="IsBound">Whether it has a volume.</param>
/// <param name="Asked">What it asks for, as it is written.</param>
/// <param name="Has">What its volume has; "" before it has one.</param>
/// <param name="IsForNode">Whether the volume has grown and only its file system is left, which the node does.</param>
/// <param name="Says">What its conditions say of growing; "" for nothing.</param>
internal sealed record VolumeClaim(
    string Name, string StorageClass, bool IsBound, string Asked, string Has, bool IsForNode = false, string Says = "")
{
    /// <summary>Whether it asks for <paramref name="size"/> at least.</summary>
    public bool Asks(string size) => StorageSize.Bytes(Asked) >= StorageSize.Bytes(size);

    /// <summary>Whether its volume has <paramref name="size"/> at least.</summary>
    public bool IsOf(string size) => StorageSize.Bytes(Has) >= StorageSize.Bytes(size);
}
