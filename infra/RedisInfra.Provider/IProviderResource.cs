using System.Collections.Immutable;
using Pulumi.Experimental;
using Pulumi.Experimental.Provider;
using RedisInfra.Provider.Values;

namespace RedisInfra.Provider;

/// <summary>
/// One custom resource of the provider. Unless it says otherwise it has nothing to read and to delete.
/// </summary>
internal interface IProviderResource
{
    /// <summary>Its token, "redisinfra:index:X".</summary>
    string Type { get; }

    Task<CheckResponse> CheckAsync(CheckRequest request, CancellationToken ct);

    /// <summary>Every input that differs is an update; in another namespace it is another one.</summary>
    DiffResponse Diff(DiffRequest request)
    {
        var (old, young) = (request.OldInputs, request.NewInputs);
        var changed = PropertyValues.Changes(old, young);
        List<string> replaces = PropertyValues.SameNamespace(old, young) ? [] : ["kubernetes"];
        return new DiffResponse { Changes = changed.Count > 0, Diffs = changed, Replaces = replaces };
    }

    Task<CreateResponse> CreateAsync(CreateRequest request, CancellationToken ct);

    Task<UpdateResponse> UpdateAsync(UpdateRequest request, CancellationToken ct);

    /// <summary>What it left behind is in the cluster; it has nothing of its own to look at.</summary>
    Task<ReadResponse> ReadAsync(ReadRequest request, CancellationToken ct) => Task.FromResult(new ReadResponse
    {
        Id = request.Id, Inputs = request.Inputs, Outputs = new Dictionary<string, PropertyValue>(request.Outputs),
    });

    Task DeleteAsync(DeleteRequest request, CancellationToken ct) => Task.CompletedTask;

    /// <summary>Engines that send no old inputs send them among the outputs.</summary>
    static ImmutableDictionary<string, PropertyValue> InputsOf(
        ImmutableDictionary<string, PropertyValue> inputs, ImmutableDictionary<string, PropertyValue> outputs,
        IReadOnlyCollection<string> names) =>
        inputs.IsEmpty ? outputs.Where(entry => names.Contains(entry.Key)).ToImmutableDictionary() : inputs;
}
