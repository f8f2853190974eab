using System.Collections.Immutable;
using Pulumi;
using Pulumi.Experimental;
using Pulumi.Experimental.Provider;
using RedisInfra.Embedded.Engine.Providers;
using RedisInfra.Embedded.Engine.Providers.Kubernetes;
using RedisInfra.Model.Diagnostics;

namespace Embedded.Engine.Tests.Providers.Kubernetes;

using Bag = ImmutableDictionary<string, PropertyValue>;

public sealed partial class KubernetesProviderTests
{
    private const string ConfigMap = "kubernetes:core/v1:ConfigMap";
    private const string Map = "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: ns}, data: {x: y}}";

    private readonly FakeCluster _cluster = new();
    private readonly RecordingEngine _engine = new();
    private readonly FakeSource _source;

    public KubernetesProviderTests() => _source = new FakeSource(_cluster);

    [Fact]
    public async Task Create_ConfigMap_AppliesItAndKeepsWhatTheClusterAnswered()
    {
        var response = await CreateAsync(Map);

        Assert.Equal("ns/a", response.Id);
        Assert.Equal("uid-1", ObjectName.Metadata(response.Outputs!.ToImmutableDictionary()).Text("uid"));
        Assert.False(ObjectName.Metadata(response.Outputs!.ToImmutableDictionary()).ContainsKey("managedFields"));
        Assert.Equal(["apply v1 ConfigMap \"ns/a\" dryRun=False force=False"], _cluster.Calls);
    }

    [Fact]
    public async Task Create_NotLive_IsRecordedWithItsReasons()
    {
        _cluster.Problems = _ => ["pod a-0: ImagePullBackOff"];

        var error = await Assert.ThrowsAsync<ResourceInitException>(() => CreateAsync(Map));

        Assert.Equal("ns/a", error.Id);
        Assert.Equal("y", ObjectName.Map(error.Outputs, "data").Text("x"));
        Assert.Equal(
            "RI4506 ConfigMap \"ns/a\": it was applied, but it didn't become live: pod a-0: ImagePullBackOff. Correct "
            + "the cause and run again; the object stays as it is until then.", Assert.Single(error.Reasons));
    }

    [Fact]
    public async Task Create_SkipAwait_DoesNotWait()
    {
        _cluster.Problems = _ => ["never live"];

        var response = await CreateAsync(Annotated("pulumi.com/skipAwait: 'true'"));

        Assert.Equal("ns/a", response.Id);
        Assert.Empty(_engine.Live);
    }

    [Fact]
    public async Task Create_TimeoutAnnotation_BoundsTheWait()
    {
        await CreateAsync(Annotated("pulumi.com/timeoutSeconds: '7'"));

        Assert.Equal(["Info: waiting 7 s"], _engine.Live);
    }

    [Fact]
    public async Task Create_KindOnlyServedEarlier_AppliesThatVersionAndWarns()
    {
        var response = await CreateAsync(
            "{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: a, namespace: ns}, spec: {}}");

        Assert.Equal(["apply policy/v1beta1 PodDisruptionBudget \"ns/a\" dryRun=False force=False"], _cluster.Calls);
        Assert.Equal("policy/v1", response.Outputs!.ToImmutableDictionary().Text("apiVersion"));
        Assert.StartsWith("Warning: RI4508 PodDisruptionBudget \"ns/a\": its version is policy/v1",
            Assert.Single(_engine.Lines));
    }

    [Fact]
    public async Task Create_KindNotServed_SaysSo()
    {
        var error = await Assert.ThrowsAsync<DiagnosticException>(() =>
            CreateAsync("{apiVersion: x.io/v1, kind: X, metadata: {name: a, namespace: ns}}"));

        Assert.StartsWith("RI4504 X \"ns/a\": its version is x.io/v1, but the cluster doesn't serve", error.Message);
    }

    [Fact]
    public async Task Create_FieldConflict_NamesTheOwner()
    {
        _cluster.Refuse = _ => new ClusterException(409, "Conflict", "conflict with \"kubectl\": .data.x", true);

        var error = await Assert.ThrowsAsync<DiagnosticException>(() => CreateAsync(Map));

        Assert.StartsWith("RI4503 ConfigMap \"ns/a\"", error.Message);
        Assert.Contains("conflict with \"kubectl\": .data.x", error.Message);
    }

    [Fact]
    public async Task Create_Secret_NeverLeavesAValueInClear()
    {
        var provider = await ProviderAsync();
        var check = await provider.Check(new(
            UrnOf("kubernetes:core/v1:Secret"), Bag.Empty,
            Manifest.Of("{apiVersion: v1, kind: Secret, metadata: {name: a}, stringData: {p: hunter2}}"), []), default);

        var response = await provider.Create(
            new(UrnOf("kubernetes:core/v1:Secret"), check.Inputs!.ToImmutableDictionary(), TimeSpan.Zero, false),
            default);

        Assert.DoesNotContain("hunter2", InClear(new(response.Outputs!.ToImmutableDictionary())));
        Assert.DoesNotContain("aHVudGVyMg==", InClear(new(response.Outputs!.ToImmutableDictionary())));
        Assert.DoesNotContain("hunter2", InClear(new(check.Inputs!.ToImmutableDictionary())));
    }

    [Fact]
    public async Task Create_UnreachableCluster_FailsWithTheReason()
    {
        _source.IsReachable = false;

        var error = await Assert.ThrowsAsync<DiagnosticException>(() => CreateAsync(Map));

        Assert.StartsWith("RI4005 context \"none\": its API server is https://127.0.0.1:1, but it doesn't answer",
            error.Message);
    }

    [Fact]
    public async Task Create_PreviewOfAnUnreachableCluster_WarnsOnceAndClaimsNothing()
    {
        _source.IsReachable = false;
        var provider = await ProviderAsync();

        var first = await provider.Create(new(UrnOf(ConfigMap), Manifest.Of(Map), TimeSpan.Zero, true), default);
        await provider.Create(new(UrnOf(ConfigMap), Manifest.Of(Map), TimeSpan.Zero, true), default);

        Assert.Equal(["apiVersion", "data", "kind", "metadata"], first.Outputs!.Keys.Order());
        Assert.Contains("unknown until deployed", Assert.Single(_engine.Lines));
    }

    [Fact]
    public async Task Create_Preview_DryRunsAndLeavesOutWhatItCannotKnow()
    {
        var provider = await ProviderAsync();

        var response = await provider.Create(new(UrnOf(ConfigMap), Manifest.Of(Map), TimeSpan.Zero, true), default);

        Assert.Equal(["apply v1 ConfigMap \"ns/a\" dryRun=True force=True"], _cluster.Calls);
        Assert.False(_cluster.Has("ConfigMap ns/a"));
        Assert.DoesNotContain("status", response.Outputs!.Keys);
        Assert.Null(ObjectName.Metadata(response.Outputs!.ToImmutableDictionary()).Text("uid"));
    }

    [Fact]
    public async Task Create_PreviewWithUnknowns_AsksNothing()
    {
        var provider = await ProviderAsync();
        var inputs = Manifest.Of("{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {x: ???}}");

        var response = await provider.Create(new(UrnOf(ConfigMap), inputs, TimeSpan.Zero, true), default);

        Assert.Empty(_cluster.Calls);
        Assert.Equal(inputs.Keys.Order(), response.Outputs!.Keys.Order());
    }

    [Fact]
    public async Task Create_PreviewThatTheServerRefuses_Fails()
    {
        _cluster.Refuse = _ => new ClusterException(422, "Invalid", "spec.x: Invalid value");
        var provider = await ProviderAsync();

        var error = await Assert.ThrowsAsync<DiagnosticException>(() =>
            provider.Create(new(UrnOf(ConfigMap), Manifest.Of(Map), TimeSpan.Zero, true), default));

        Assert.StartsWith("RI4505 ConfigMap \"ns/a\": it is to be created, but the API server refused (422 Invalid)",
            error.Message);
    }

    [Fact]
    public async Task Read_ChangedByOthers_ShowsIt()
    {
        var created = await CreateAsync(Map);
        _cluster["ConfigMap ns/a"]["data"]!["x"] = "changed";
        _cluster["ConfigMap ns/a"]["data"]!["other"] = "not ours";

        var read = await ReadAsync("ns/a", Manifest.Of(Map), created.Outputs!.ToImmutableDictionary());

        Assert.Equal("changed", ObjectName.Map(read.Inputs!.ToImmutableDictionary(), "data").Text("x"));
        Assert.False(ObjectName.Map(read.Inputs!.ToImmutableDictionary(), "data").ContainsKey("other"));
    }

    [Fact]
    public async Task Read_ServerRewordedAValue_IsNoDrift()
    {
        var created = await CreateAsync(Map);
        var outputs = created.Outputs!.ToImmutableDictionary().SetItem("data", new(Manifest.Of("{x: canonical}")));
        _cluster["ConfigMap ns/a"]["data"]!["x"] = "canonical";

        var read = await ReadAsync("ns/a", Manifest.Of(Map), outputs);

        Assert.Equal("y", ObjectName.Map(read.Inputs!.ToImmutableDictionary(), "data").Text("x"));
    }

    [Fact]
    public async Task Read_Gone_HasNoId()
    {
        var read = await ReadAsync("ns/a", Manifest.Of(Map), Manifest.Of(Map));

        Assert.Equal("", read.Id);
    }

    [Fact]
    public async Task Read_WithoutState_Imports()
    {
        _cluster["ConfigMap ns/a"] = Live(
            "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, uid: u, namespace: ns}, data: {x: y}}");

        var read = await ReadAsync("ns/a", Bag.Empty, Bag.Empty);

        Assert.Empty(ObjectDiff.Changes(read.Inputs!.ToImmutableDictionary(), Manifest.Of(
            "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: ns}, data: {x: y}}")));
        Assert.Equal("u", ObjectName.Metadata(read.Outputs!.ToImmutableDictionary()).Text("uid"));
    }

    [Fact]
    public async Task Delete_Object_WaitsUntilItIsGone()
    {
        var created = await CreateAsync(Map);

        await DeleteAsync("ns/a", created.Outputs!.ToImmutableDictionary());

        Assert.Equal("delete ConfigMap \"ns/a\" Foreground", _cluster.Calls[^1]);
        Assert.False(_cluster.Has("ConfigMap ns/a"));
    }

    [Fact]
    public async Task Delete_HeldByAFinalizer_NamesIt()
    {
        var created = await CreateAsync(Map);
        _cluster["ConfigMap ns/a"]["metadata"]!["finalizers"] = new System.Text.Json.Nodes.JsonArray("x.io/hold");

        var error = await Assert.ThrowsAsync<DiagnosticException>(() =>
            DeleteAsync("ns/a", created.Outputs!.ToImmutableDictionary(), TimeSpan.FromMilliseconds(100)));

        Assert.StartsWith("RI4507 ConfigMap \"ns/a\": its deletion was asked for, but after 0 s it still waits for its "
            + "finalizers: x.io/hold", error.Message);
    }

    [Fact]
    public async Task Delete_AlreadyGone_IsDone() => await DeleteAsync("ns/a", Manifest.Of(Map));

    [Fact]
    public async Task Delete_UnreachableCluster_SaysHowToForget()
    {
        _source.IsReachable = false;

        var error = await Assert.ThrowsAsync<DiagnosticException>(() => DeleteAsync("ns/a", Manifest.Of(Map)));

        Assert.Contains("PULUMI_K8S_DELETE_UNREACHABLE=true", error.Message);
    }

    [Fact]
    public async Task Update_IgnoredField_KeepsWhatTheClusterHas()
    {
        var set = "{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: a, namespace: ns}, spec: {replicas: 1}}";
        var created = await CreateAsync(set, "kubernetes:apps/v1:StatefulSet");
        _cluster["StatefulSet ns/a"]["spec"]!["replicas"] = 5;
        var provider = await ProviderAsync();

        await provider.Update(new(
            UrnOf("kubernetes:apps/v1:StatefulSet"), "ns/a", created.Outputs!.ToImmutableDictionary(), Manifest.Of(set),
            TimeSpan.Zero, ["spec.replicas"], false, Manifest.Of(set)), default);

        Assert.Equal(5, _cluster["StatefulSet ns/a"]["spec"]!["replicas"]!.GetValue<long>());
    }

    [Fact]
    public async Task Check_ClusterWideKind_GetsNoNamespace()
    {
        var provider = await ProviderAsync();

        var response = await provider.Check(new(
            UrnOf("kubernetes:core/v1:PersistentVolume"), Bag.Empty,
            Manifest.Of("{apiVersion: v1, kind: PersistentVolume, metadata: {name: a}}"), []), default);

        Assert.Null(ObjectName.Metadata(response.Inputs!.ToImmutableDictionary()).Text("namespace"));
    }

    [Fact]
    public async Task Check_NoNamespace_GetsTheConfiguredOne()
    {
        var provider = await ProviderAsync();

        var response = await provider.Check(
            new(UrnOf(ConfigMap), Bag.Empty, Manifest.Of("{apiVersion: v1, kind: ConfigMap}"), [9]), default);

        var metadata = ObjectName.Metadata(response.Inputs!.ToImmutableDictionary());
        Assert.Equal("configured", metadata.Text("namespace"));
        Assert.Matches("^x-[0-9a-f]{8}$", metadata.Text("name"));
    }

    [Fact]
    public async Task Dispose_AfterUse_ClosesTheCluster()
    {
        var provider = await ProviderAsync();
        await provider.Create(new(UrnOf(ConfigMap), Manifest.Of(Map), TimeSpan.Zero, false), default);

        await provider.DisposeAsync();

        Assert.Equal("disposed", _cluster.Calls[^1]);
    }

    private async Task<KubernetesProvider> ProviderAsync(string settings = "{}")
    {
        var provider = new KubernetesProvider(_engine, _source, _ => null, TimeProvider.System);
        var config = Manifest.Of(settings).SetItem("namespace", new("configured"));
        await provider.Configure(new(
            ImmutableDictionary<string, string>.Empty, config, true, true, true, true), default);
        return provider;
    }

    private async Task<CreateResponse> CreateAsync(string yaml, string type = ConfigMap)
    {
        var provider = await ProviderAsync();
        return await provider.Create(new(UrnOf(type), Manifest.Of(yaml), TimeSpan.Zero, preview: false), default);
    }

    private async Task<ReadResponse> ReadAsync(string id, Bag inputs, Bag outputs) =>
        await (await ProviderAsync()).Read(new(UrnOf(ConfigMap), id, outputs, inputs), default);

    private async Task DeleteAsync(string id, Bag outputs, TimeSpan timeout = default) =>
        await (await ProviderAsync()).Delete(new(UrnOf(ConfigMap), id, outputs, timeout, Manifest.Of(Map)), default);

    private static string Annotated(string annotation) =>
        $"{{apiVersion: v1, kind: ConfigMap, metadata: {{name: a, namespace: ns, annotations: {{{annotation}}}}}}}";

    private static System.Text.Json.Nodes.JsonObject Live(string yaml) => PropertyJson.ToJson(Manifest.Of(yaml));

    private static string InClear(PropertyValue value) =>
        value.IsSecret ? "[secret]"
        : value.TryGetMap(out var fields) ? string.Join(",", fields.Select(f => $"{f.Key}={InClear(f.Value)}"))
        : value.TryGetArray(out var items) ? string.Join(",", items.Select(InClear))
        : value.ToString()!;

    private static Urn UrnOf(string type) => new($"urn:pulumi:dev::app::{type}::x");
}
