using Pulumi.Experimental.Provider;

namespace RedisInfra.Embedded.Engine.Providers.Random;

/// <summary>
/// The random package: values that are made once, kept in the state, and made anew when any input changes
/// (https://www.pulumi.com/registry/packages/random/).
/// </summary>
internal sealed class RandomProvider : Provider
{
    public override Task<CheckResponse> CheckConfig(CheckRequest request, CancellationToken ct) =>
        Task.FromResult(new CheckResponse { Inputs = request.NewInputs });

    public override Task<DiffResponse> DiffConfig(DiffRequest request, CancellationToken ct) =>
        Task.FromResult(new DiffResponse { Changes = false });

    public override Task<ConfigureResponse> Configure(ConfigureRequest request, CancellationToken ct) =>
        Task.FromResult(new ConfigureResponse { AcceptSecrets = true, SupportsPreview = true });

    public override Task<CheckResponse> Check(CheckRequest request, CancellationToken ct) =>
        Task.FromResult(new CheckResponse
        {
            Inputs = request.NewInputs,
            Failures = [.. RandomKinds.Check(request.Type, request.NewInputs)
                .Select(f => new CheckFailure(f.Property, f.Reason))],
        });

    public override Task<DiffResponse> Diff(DiffRequest request, CancellationToken ct)
    {
        var changed = request.OldInputs.Keys.Union(request.NewInputs.Keys)
            .Where(key => !request.IgnoreChanges.Contains(key)
                && !Properties.SameData(request.OldInputs.GetValueOrDefault(key),
                    request.NewInputs.GetValueOrDefault(key)))
            .Order(StringComparer.Ordinal)
            .ToList();
        return Task.FromResult(new DiffResponse { Changes = changed.Count > 0, Diffs = changed, Replaces = changed });
    }

    public override Task<CreateResponse> Create(CreateRequest request, CancellationToken ct)
    {
        if (request.Preview)
        {
            // Whatever isn't an input is unknown until it is made.
            return Task.FromResult(new CreateResponse { Id = "", Outputs = request.Inputs });
        }

        var (id, outputs) = RandomKinds.Create(request.Type, request.Inputs);
        return Task.FromResult(new CreateResponse { Id = id, Outputs = outputs });
    }

    public override Task<UpdateResponse> Update(UpdateRequest request, CancellationToken ct) =>
        Task.FromResult(new UpdateResponse { Outputs = request.OldOutputs });

    public override Task<ReadResponse> Read(ReadRequest request, CancellationToken ct)
    {
        if (request.Outputs.Count > 0)
        {
            return Task.FromResult(new ReadResponse
            {
                Id = request.Id, Inputs = request.Inputs, Outputs = request.Outputs,
            });
        }

        var (id, inputs, outputs) = RandomKinds.Import(request.Type, request.Id);
        return Task.FromResult(new ReadResponse { Id = id, Inputs = inputs, Outputs = outputs });
    }

    public override Task Delete(DeleteRequest request, CancellationToken ct) => Task.CompletedTask;
}
