namespace RedisInfra.Embedded.Engine.Deploy;

/// <summary>An existing resource to take into the state. Parent is a URN; empty is the root stack.</summary>
internal sealed record ImportRequest(string Type, string Name, string Id)
{
    public string ParentUrn { get; init; } = "";

    /// <summary>A provider's URN; empty is the default provider.</summary>
    public string ProviderUrn { get; init; } = "";

    public bool Protect { get; init; } = true;
}
