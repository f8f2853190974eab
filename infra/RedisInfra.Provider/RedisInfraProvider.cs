using System.Collections.Immutable;
using Pulumi.Experimental;
using Pulumi.Experimental.Provider;
using RedisInfra.Provider.Drain;
using RedisInfra.Provider.Ring;
using RedisInfra.Provider.Topology;
using RedisInfra.Provider.Values;

namespace RedisInfra.Provider;

/// <summary>
/// The Pulumi provider <c>redisinfra</c>: an adapter. What it does is in RedisInfra.Model and RedisInfra.Admin.
/// </summary>
internal sealed class RedisInfraProvider(IEngine engine, ProviderEnvironment environment)
    : Pulumi.Experimental.Provider.Provider
{
    private readonly ClusterTopologyResource _topology = new(environment, new EngineLog(engine));
    private readonly ClusterDrainResource _drain = new(environment, new EngineLog(engine));

    private readonly RingGuardResource _ring = new(new EngineLog(engine));

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

    public override Task<CheckResponse> Check(CheckRequest request, CancellationToken ct)
    {
        if (request.Type == RingGuardResource.Token)
            return _ring.CheckAsync(request.Urn, request.OldInputs, request.NewInputs);
        if (IsDrain(request.Type))
            return Task.FromResult(ClusterDrainResource.Check(request.OldInputs, request.NewInputs));
        return _topology.CheckAsync(request.Urn, request.OldInputs, request.NewInputs, ct);
    }

    public override Task<DiffResponse> Diff(DiffRequest request, CancellationToken ct)
    {
        Require(request.Type);
        if (request.Type == RingGuardResource.Token)
            return Task.FromResult(RingGuardResource.Diff(request.OldInputs, request.NewInputs));
        // What makes a cluster another one does so for both.
        return Task.FromResult(ClusterTopologyResource.Diff(request.OldInputs, request.NewInputs));
    }

    public override async Task<CreateResponse> Create(CreateRequest request, CancellationToken ct)
    {
        if (request.Type == RingGuardResource.Token)
        {
            return new CreateResponse
            {
                Id = RingGuardResource.IdOf(request.Inputs), Outputs = RingGuardResource.Outputs(request.Inputs),
            };
        }
        var (id, outputs) = IsDrain(request.Type)
            ? await _drain.CreateAsync(request.Urn, request.Inputs, request.Preview, ct)
            : await _topology.CreateAsync(request.Urn, request.Inputs, request.Timeout, request.Preview, ct);
        return new CreateResponse { Id = id, Outputs = outputs };
    }

    public override async Task<UpdateResponse> Update(UpdateRequest request, CancellationToken ct)
    {
        if (request.Type == RingGuardResource.Token)
            return new UpdateResponse { Outputs = RingGuardResource.Outputs(request.NewInputs) };
        var outputs = IsDrain(request.Type)
            ? await _drain.UpdateAsync(request.Urn, request.NewInputs, InputsOf(request.OldInputs, request.OldOutputs),
                request.Timeout, request.Preview, ct)
            : await _topology.UpdateAsync(
                request.Urn, request.NewInputs, request.OldOutputs, request.Timeout, request.Preview, ct);
        return new UpdateResponse { Outputs = outputs };
    }

    public override async Task<ReadResponse> Read(ReadRequest request, CancellationToken ct)
    {
        // What it left behind is in the cluster; it has nothing of its own to look at.
        if (request.Type == RingGuardResource.Token || IsDrain(request.Type))
        {
            return new ReadResponse
            {
                Id = request.Id, Inputs = request.Inputs,
                Outputs = new Dictionary<string, PropertyValue>(request.Outputs),
            };
        }
        var read = await _topology.ReadAsync(request.Urn, request.Id, request.Inputs, request.Outputs, ct);
        if (read is not { } live) return new ReadResponse { Id = "" };
        return new ReadResponse { Id = live.Id, Inputs = request.Inputs, Outputs = live.Outputs };
    }

    public override async Task Delete(DeleteRequest request, CancellationToken ct)
    {
        if (request.Type == RingGuardResource.Token || IsDrain(request.Type)) return;
        await _topology.DeleteAsync(request.Urn, InputsOf(request.OldInputs, request.OldOutputs), ct);
    }

    /// <summary>Engines that send no old inputs send them among the outputs.</summary>
    private static ImmutableDictionary<string, PropertyValue> InputsOf(
        ImmutableDictionary<string, PropertyValue> inputs, ImmutableDictionary<string, PropertyValue> outputs) =>
        inputs.IsEmpty
            ? outputs.Where(entry => ProviderSchema.InputNames.Contains(entry.Key)).ToImmutableDictionary() : inputs;

    private static bool IsDrain(string type)
    {
        Require(type);
        return type == ClusterDrainResource.Token;
    }

    private static void Require(string type)
    {
        if (type is not (ClusterTopologyResource.Token or ClusterDrainResource.Token or RingGuardResource.Token))
            throw new NotSupportedException($"the provider redisinfra has no resource {type}");
    }
}
