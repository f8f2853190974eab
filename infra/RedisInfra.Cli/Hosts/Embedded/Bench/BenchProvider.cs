using System.Collections.Immutable;
using Pulumi.Experimental;
using Pulumi.Experimental.Provider;

namespace RedisInfra.Cli.Hosts.Bench;

/// <summary>A provider whose every call succeeds at once: what remains is the engine's own time.</summary>
internal sealed class BenchProvider : Pulumi.Experimental.Provider.Provider
{
    public override Task<GetSchemaResponse> GetSchema(GetSchemaRequest request, CancellationToken ct) =>
        Task.FromResult(new GetSchemaResponse { Schema = """{"name":"bench","version":"1.0.0"}""" });

    public override Task<CheckResponse> CheckConfig(CheckRequest request, CancellationToken ct) =>
        Task.FromResult(new CheckResponse { Inputs = request.NewInputs });

    public override Task<DiffResponse> DiffConfig(DiffRequest request, CancellationToken ct) =>
        Task.FromResult(new DiffResponse { Changes = false });

    public override Task<ConfigureResponse> Configure(ConfigureRequest request, CancellationToken ct) =>
        Task.FromResult(new ConfigureResponse { AcceptSecrets = true, SupportsPreview = true });

    public override Task<CheckResponse> Check(CheckRequest request, CancellationToken ct) =>
        Task.FromResult(new CheckResponse { Inputs = request.NewInputs });

    public override Task<DiffResponse> Diff(DiffRequest request, CancellationToken ct) =>
        Task.FromResult(new DiffResponse { Changes = !Same(request.OldInputs, request.NewInputs) });

    public override Task<CreateResponse> Create(CreateRequest request, CancellationToken ct) =>
        Task.FromResult(new CreateResponse { Id = request.Preview ? "" : request.Name, Outputs = request.Inputs });

    public override Task<ReadResponse> Read(ReadRequest request, CancellationToken ct) =>
        Task.FromResult(new ReadResponse { Id = request.Id, Inputs = request.Inputs, Outputs = request.Outputs });

    public override Task<UpdateResponse> Update(UpdateRequest request, CancellationToken ct) =>
        Task.FromResult(new UpdateResponse { Outputs = request.NewInputs });

    public override Task Delete(DeleteRequest request, CancellationToken ct) => Task.CompletedTask;

    private static bool Same(
        ImmutableDictionary<string, PropertyValue> a, ImmutableDictionary<string, PropertyValue> b) =>
        a.Count == b.Count && a.All(entry => b.TryGetValue(entry.Key, out var other) && entry.Value.Equals(other));
}
