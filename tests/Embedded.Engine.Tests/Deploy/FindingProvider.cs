using System.Collections.Immutable;
using Pulumi.Experimental;
using RedisInfra.Embedded.Engine.Registry;
using RedisInfra.Model.Diagnostics;

namespace Embedded.Engine.Tests.Deploy;

using Bag = ImmutableDictionary<string, PropertyValue>;

/// <summary>A provider that can tell what is there, and whose it is: everything, but what <see cref="IsForeign"/> says.
/// </summary>
internal sealed class FindingProvider(FakeCloud cloud) : FakeProvider(cloud), IResourceFinder
{
    private readonly FakeCloud _cloud = cloud;

    public Func<string, bool> IsForeign { get; init; } = _ => false;

    public Task<Diagnostic?> FindObstacleAsync(
        string urn, Bag inputs, string? standing, bool preview, CancellationToken cancellationToken)
    {
        var id = FakeCloud.Text(inputs, "name");
        return Task.FromResult(_cloud.Find(id) is null || id == standing ? null
            : new Diagnostic("RI4502", id, "it is to be created", "it exists already", "Delete it"));
    }

    public async Task<string?> FindLeftoverAsync(string urn, Bag inputs, CancellationToken cancellationToken)
    {
        var id = FakeCloud.Text(inputs, "name");
        _cloud.Note($"look for {id}");
        await Hook($"look for {id}", false, cancellationToken);
        return _cloud.Find(id) is null || IsForeign(id) ? null : id;
    }
}
