using System.Collections.Immutable;
using Pulumi.Experimental;

namespace Embedded.Engine.Tests.Providers.Kubernetes;

using Bag = ImmutableDictionary<string, PropertyValue>;

public sealed partial class KubernetesProviderTests
{
    [Theory]
    [InlineData("{metadata: {name: a, namespace: ns}, data: {x: y}}",
        "{metadata: {name: a, namespace: ns}, data: {x: z}}", true)]
    [InlineData("{metadata: {name: a, namespace: ns}, data: {x: y}}",
        "{metadata: {name: b, namespace: ns}, data: {x: y}}", false)]
    [InlineData("{metadata: {name: a, annotations: {pulumi.com/autonamed: 'true'}}, data: {x: y}}",
        "{metadata: {name: a, annotations: {pulumi.com/autonamed: 'true'}}, data: {x: z}}", false)]
    public async Task Diff_Replacement_DeletesFirstWhereTheNameIsFixed(string old, string now, bool expected)
    {
        var kind = Manifest.Of("{apiVersion: v1, kind: ConfigMap}");
        var provider = await ProviderAsync();

        var diff = await provider.Diff(new(
            UrnOf(ConfigMap), "ns/a", Bag.Empty, kind.AddRange(Manifest.Of(now)), [],
            kind.AddRange(Manifest.Of(old))), default);

        Assert.NotEmpty(diff.Replaces!);
        Assert.Equal(expected, diff.DeleteBeforeReplace);
    }

    [Theory]
    [InlineData("{context: a}", "{context: b}", "context")]
    [InlineData("{context: a}", "{context: a2}", "")]
    [InlineData("{context: a}", "{context: ???}", "context")]
    [InlineData("{context: a, namespace: x}", "{context: a, namespace: y}", "")]
    [InlineData("{context: a, clusterIdentifier: x}", "{context: b, clusterIdentifier: x}", "")]
    [InlineData("{context: a, clusterIdentifier: x}", "{context: a, clusterIdentifier: y}", "clusterIdentifier")]
    public async Task DiffConfig_AnotherCluster_ReplacesWhatLivesThere(string old, string now, string replaces)
    {
        var provider = await ProviderAsync();

        var diff = await provider.DiffConfig(new(
            UrnOf("pulumi:providers:kubernetes"), "id", Bag.Empty, Manifest.Of(now), [], Manifest.Of(old)), default);

        Assert.True(diff.Changes);
        Assert.Equal(replaces, string.Join(",", diff.Replaces!));
    }

    [Fact]
    public async Task Diff_IgnoredChange_IsNone()
    {
        var provider = await ProviderAsync();

        var diff = await provider.Diff(new(
            UrnOf(ConfigMap), "ns/a", Bag.Empty, Manifest.Of("{kind: ConfigMap, data: {x: z}}"), ["data.x"],
            Manifest.Of("{kind: ConfigMap, data: {x: y}}")), default);

        Assert.False(diff.Changes);
    }
}
