using System.Collections.Immutable;
using RedisInfra.Embedded.Engine.Providers;
using RedisInfra.Embedded.Engine.Providers.Kubernetes;
using RedisInfra.Model.Diagnostics;

namespace Embedded.Engine.Tests.Providers.Kubernetes;

/// <summary>What is there already when something is to be created.</summary>
public sealed partial class KubernetesProviderTests
{
    private const string Exists = "RI4502 ConfigMap \"ns/a\": it is to be created, but it exists already, and not from "
        + "this stack's state (field managers: helm). Restore the state of the stack that made it, import it, choose "
        + "another name or namespace, or delete it.";

    [Fact]
    public async Task FindObstacle_NothingThere_IsNone() => Assert.Null(await ObstacleAsync(Map));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task FindObstacle_ObjectOfSomeoneElse_NamesItAndWhoManagesIt(bool preview)
    {
        PutForeign();

        Assert.Equal(Exists, (await ObstacleAsync(Map, preview: preview))?.ToString());
    }

    /// <summary>Its data is why it is there: what is said must not cost it.</summary>
    [Fact]
    public async Task FindObstacle_ClaimThatWasKept_SaysHowItsDataIsTakenOver()
    {
        _cluster["PersistentVolumeClaim ns/a"] = Live("{metadata: {name: a, namespace: ns}}");
        const string claim = "{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: a, namespace: ns}}";

        var said = (await ObstacleAsync(claim))?.ToString();

        Assert.StartsWith("RI4502 PersistentVolumeClaim \"ns/a\": it is to be created", said);
        Assert.Contains("run up once with PULUMI_K8S_UPSERT_EXISTING_OBJECTS=true: it takes them over", said);
    }

    [Fact]
    public async Task FindObstacle_ObjectThatAnotherStateMadeForTheSameUrn_IsOne()
    {
        await CreateAsync(Map);

        Assert.Equal("RI4502", (await ObstacleAsync(Map))?.Code);
    }

    [Fact]
    public async Task FindObstacle_DataThatIsUnknownYet_IsFoundByItsName()
    {
        PutForeign();
        const string yaml = "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: ns}, data: {x: ???}}";

        Assert.Equal(Exists, (await ObstacleAsync(yaml, preview: true))?.ToString());
    }

    [Theory]
    [InlineData("{name: a, namespace: ???}")]
    [InlineData("{name: ???, namespace: ns}")]
    [InlineData("???")]
    public async Task FindObstacle_PlaceThatIsUnknownYet_IsLeftToTheUpdate(string metadata)
    {
        _cluster["ConfigMap default/a"] = Live("{metadata: {name: a}}");

        Assert.Null(await ObstacleAsync($"{{apiVersion: v1, kind: ConfigMap, metadata: {metadata}}}", preview: true));
    }

    [Fact]
    public async Task FindObstacle_WhatStandsUntilItIsReplaced_IsNone()
    {
        PutForeign();

        Assert.Null(await ObstacleAsync(Map, standing: "ns/a", preview: true));
    }

    [Fact]
    public async Task FindObstacle_UpsertExistingObjects_IsNone()
    {
        PutForeign();

        Assert.Null(await ObstacleAsync(Map, settings: "{upsertExistingObjects: true}"));
    }

    [Fact]
    public async Task FindObstacle_PreviewOfAnUnreachableCluster_IsLeftToTheUpdate()
    {
        _source.IsReachable = false;

        Assert.Null(await ObstacleAsync(Map, preview: true));
        await Assert.ThrowsAsync<DiagnosticException>(() => ObstacleAsync(Map));
    }

    [Fact]
    public async Task FindLeftover_OfAnInterruptedCreation_IsItsId()
    {
        await CreateAsync(Map);

        Assert.Equal("ns/a", await LeftoverAsync());
    }

    [Fact]
    public async Task FindLeftover_OfSomeoneElse_IsNone()
    {
        PutForeign();

        Assert.Null(await LeftoverAsync());
    }

    [Fact]
    public async Task FindLeftover_NothingThere_IsNone() => Assert.Null(await LeftoverAsync());

    [Fact]
    public async Task FindLeftover_UnreachableCluster_FailsUnlessItIsToBeForgotten()
    {
        _source.IsReachable = false;

        var error = await Assert.ThrowsAsync<DiagnosticException>(() => LeftoverAsync());

        Assert.Equal("RI4005", Assert.Single(error.Diagnostics).Code);
        Assert.Null(await LeftoverAsync("{deleteUnreachable: true}"));
    }

    [Fact]
    public async Task Create_ResumedOverAnObjectOfSomeoneElse_IsRefusedAndUntouched()
    {
        PutForeign();

        var error = await Assert.ThrowsAsync<DiagnosticException>(() => CreateAsync(Map));

        Assert.Equal(Exists, error.Message);
        Assert.Empty(_cluster.Calls);
    }

    [Fact]
    public async Task Create_ResumedOverWhatAnInterruptedRunLeft_TakesItUp()
    {
        await CreateAsync(Map);

        var again = await CreateAsync(Map);

        Assert.Equal("uid-1", ObjectName.Metadata(again.Outputs!.ToImmutableDictionary()).Text("uid"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(504)]
    public async Task Create_NoAnswer_MayHaveHadItsEffect(int status)
    {
        _cluster.Refuse = _ => new ClusterException(status, "NoAnswer", "connection lost");

        var error = await Assert.ThrowsAsync<OutcomeUnknownException>(() => CreateAsync(Map));

        Assert.StartsWith("RI4505 ConfigMap \"ns/a\": it was applied", error.Message);
    }

    [Fact]
    public async Task Create_WaitThatBreaksOff_MayHaveHadItsEffect()
    {
        _cluster.Problems = _ => throw new IOException("connection lost");

        await Assert.ThrowsAsync<OutcomeUnknownException>(() => CreateAsync(Map));

        Assert.Equal("ns/a", await LeftoverAsync());
    }

    private void PutForeign() =>
        _cluster["ConfigMap ns/a"] = Live("{metadata: {name: a, managedFields: [{manager: helm}]}}");

    private async Task<Diagnostic?> ObstacleAsync(
        string yaml, string? standing = null, bool preview = false, string settings = "{}") =>
        await (await ProviderAsync(settings)).FindObstacleAsync(
            UrnOf(ConfigMap), Manifest.Of(yaml), standing, preview, default);

    private async Task<string?> LeftoverAsync(string settings = "{}") =>
        await (await ProviderAsync(settings)).FindLeftoverAsync(UrnOf(ConfigMap), Manifest.Of(Map), default);
}
