using Pulumi.Experimental.Provider;

namespace RedisInfra.Provider;

/// <summary>
/// A resource that programs don't declare any more: states still have it, and it goes without a trace.
/// </summary>
internal sealed class RetiredResource(string type) : IProviderResource
{
    /// <summary>Until RingDrain and RingTopology came.</summary>
    public const string RingGuard = "redisinfra:index:RingGuard";

    public string Type => type;

    public Task<CheckResponse> CheckAsync(CheckRequest request, CancellationToken ct) => throw Gone();

    public Task<CreateResponse> CreateAsync(CreateRequest request, CancellationToken ct) => throw Gone();

    public Task<UpdateResponse> UpdateAsync(UpdateRequest request, CancellationToken ct) => throw Gone();

    private NotSupportedException Gone() => new($"the provider redisinfra has no resource {type} any more");
}
