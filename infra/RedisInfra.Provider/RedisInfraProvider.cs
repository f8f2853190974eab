using Pulumi.Experimental;
using Pulumi.Experimental.Provider;
using RedisInfra.Provider.Drain;
using RedisInfra.Provider.Monitoring;
using RedisInfra.Provider.Preflight;
using RedisInfra.Provider.Ring;
using RedisInfra.Provider.Sentinel;
using RedisInfra.Provider.Topology;
using RedisInfra.Provider.Values;
using RedisInfra.Provider.Volumes;
using RedisInfra.Provider.Zookeeper;

namespace RedisInfra.Provider;

/// <summary>
/// The Pulumi provider <c>redisinfra</c>: an adapter. What it does is in RedisInfra.Model and RedisInfra.Admin; what
/// each resource does is in its own class.
/// </summary>
internal sealed class RedisInfraProvider : Pulumi.Experimental.Provider.Provider
{
    private readonly Dictionary<string, IProviderResource> _resources;

    public RedisInfraProvider(IEngine engine, ProviderEnvironment environment)
    {
        var log = new EngineLog(engine);
        IProviderResource[] resources =
        [
            new PreflightResource(environment, log),
            new ClusterTopologyResource(environment, log),
            new ClusterDrainResource(environment, log),
            new RingDrainResource(environment, log),
            new RingTopologyResource(environment, log),
            new SentinelDrainResource(environment, log),
            new SentinelTopologyResource(environment, log),
            new MonitoringObjectsResource(environment, log),
            new ZookeeperDrainResource(environment, log),
            new ZookeeperTopologyResource(environment, log),
            new VolumeExpansionResource(environment, log),
            new RetiredResource(RetiredResource.RingGuard),
        ];
        _resources = resources.ToDictionary(resource => resource.Type);
    }

    public override Task<GetSchemaResponse> GetSchema(GetSchemaRequest request, CancellationToken ct) =>
        Task.FromResult(new GetSchemaResponse { Schema = ProviderSchema.Json });

    public override Task<CheckResponse> CheckConfig(CheckRequest request, CancellationToken ct)
    {
        var failures = new List<CheckFailure>();
        // The engine gives version and the like; there is no configuration of our own.
        var reader = new InputReader(request.NewInputs, "", failures);
        reader.Only("version", "pluginDownloadURL");
        return Task.FromResult(new CheckResponse { Inputs = request.NewInputs, Failures = failures });
    }

    public override Task<DiffResponse> DiffConfig(DiffRequest request, CancellationToken ct) =>
        Task.FromResult(new DiffResponse { Changes = false });

    public override Task<ConfigureResponse> Configure(ConfigureRequest request, CancellationToken ct) =>
        Task.FromResult(new ConfigureResponse { AcceptSecrets = true, AcceptOutputs = false, SupportsPreview = true });

    public override Task<CheckResponse> Check(CheckRequest request, CancellationToken ct) =>
        Of(request.Type).CheckAsync(request, ct);

    public override Task<DiffResponse> Diff(DiffRequest request, CancellationToken ct) =>
        Task.FromResult(Of(request.Type).Diff(request));

    public override Task<CreateResponse> Create(CreateRequest request, CancellationToken ct) =>
        Of(request.Type).CreateAsync(request, ct);

    public override Task<UpdateResponse> Update(UpdateRequest request, CancellationToken ct) =>
        Of(request.Type).UpdateAsync(request, ct);

    public override Task<ReadResponse> Read(ReadRequest request, CancellationToken ct) =>
        Of(request.Type).ReadAsync(request, ct);

    public override Task Delete(DeleteRequest request, CancellationToken ct) =>
        Of(request.Type).DeleteAsync(request, ct);

    private IProviderResource Of(string type) => _resources.TryGetValue(type, out var resource) ? resource
        : throw new NotSupportedException($"the provider redisinfra has no resource {type}");
}
