using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Discovery;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Sentinel.Declared;

/// <summary>
/// Who is named by an address, as Sentinels do, is reached by its name: a tunnel leads to a pod, not to an address.
/// </summary>
/// <param name="inner">Reaches members by their names.</param>
/// <param name="names">The name at each address that is declared.</param>
/// <param name="otherwise">The name at another host; null when there is none.</param>
public sealed class NamedReach(
    IMemberReach inner, IReadOnlyDictionary<string, string> names,
    Func<string, CancellationToken, Task<string?>> otherwise) : IMemberReach
{
    /// <inheritdoc/>
    public bool CanReachAnnounced => false;

    /// <inheritdoc/>
    public async ValueTask<Stream> ConnectAsync(Member member, CancellationToken cancellationToken)
    {
        string? name = names.GetValueOrDefault(NodeAddress.Of(member).ToString())
            ?? await otherwise(member.Host, cancellationToken);
        if (name is null) throw new IOException($"nobody is known to be at {member.Host}");
        return await inner.ConnectAsync(member with { Name = name }, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<string?> GossipIpAsync(Member member, CancellationToken cancellationToken) =>
        ValueTask.FromResult<string?>(null);
}
