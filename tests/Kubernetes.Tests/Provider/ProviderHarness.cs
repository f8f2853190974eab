using System.Collections.Immutable;
using Embedded.Engine.Tests.Providers;
using Embedded.Engine.Tests.Providers.Kubernetes;
using Pulumi;
using Pulumi.Experimental;
using Pulumi.Experimental.Provider;
using RedisInfra.Embedded.Engine.Providers.Kubernetes;

namespace Kubernetes.Tests.Provider;

using Bag = ImmutableDictionary<string, PropertyValue>;

/// <summary>One resource as the engine would keep it between runs.</summary>
internal sealed record Deployed(string Token, string Id, Bag Inputs, Bag Outputs)
{
    public string? Uid => Metadata("uid");

    public string? Metadata(string field) =>
        Outputs["metadata"].TryGetMap(out var metadata) && metadata.TryGetValue(field, out var value)
        && value.TryGetString(out var text) ? text : null;
}

/// <summary>Drives the kubernetes provider as the engine does, against the lab.</summary>
internal sealed class ProviderHarness(LabCluster lab, string @namespace) : IAsyncDisposable
{
    private readonly RecordingEngine _engine = new();
    private KubernetesProvider? _provider;

    public List<string> Lines => _engine.Lines;

    public List<string> Live => _engine.Live;

    public async Task<Bag> CheckAsync(string token, string yaml, Bag? old = null)
    {
        var response = await (await ProviderAsync()).Check(
            new(UrnOf(token), old ?? Bag.Empty, Manifest.Of(yaml), [1, 2, 3]), CancellationToken.None);
        Assert.Empty(response.Failures ?? []);
        return response.Inputs!.ToImmutableDictionary();
    }

    public async Task<Deployed> CreateAsync(string token, string yaml)
    {
        var inputs = await CheckAsync(token, yaml);
        var response = await (await ProviderAsync()).Create(
            new(UrnOf(token), inputs, TimeSpan.FromMinutes(3), preview: false), CancellationToken.None);
        return new(token, response.Id!, inputs, response.Outputs!.ToImmutableDictionary());
    }

    public async Task<Bag> PreviewCreateAsync(string token, string yaml)
    {
        var response = await (await ProviderAsync()).Create(
            new(UrnOf(token), await CheckAsync(token, yaml), TimeSpan.Zero, preview: true), CancellationToken.None);
        return response.Outputs!.ToImmutableDictionary();
    }

    public async Task<DiffResponse> DiffAsync(Deployed old, string yaml)
    {
        var inputs = await CheckAsync(old.Token, yaml, old.Inputs);
        return await (await ProviderAsync()).Diff(
            new(UrnOf(old.Token), old.Id, old.Outputs, inputs, [], old.Inputs), CancellationToken.None);
    }

    public async Task<Deployed> UpdateAsync(Deployed old, string yaml, bool preview = false)
    {
        var inputs = await CheckAsync(old.Token, yaml, old.Inputs);
        var response = await (await ProviderAsync()).Update(
            new(UrnOf(old.Token), old.Id, old.Outputs, inputs, TimeSpan.FromMinutes(3), [], preview, old.Inputs),
            CancellationToken.None);
        return old with { Inputs = inputs, Outputs = response.Outputs!.ToImmutableDictionary() };
    }

    public async Task<ReadResponse> ReadAsync(Deployed old) => await (await ProviderAsync()).Read(
        new(UrnOf(old.Token), old.Id, old.Outputs, old.Inputs), CancellationToken.None);

    public async Task DeleteAsync(Deployed old) => await (await ProviderAsync()).Delete(
        new(UrnOf(old.Token), old.Id, old.Outputs, TimeSpan.FromMinutes(2), old.Inputs), CancellationToken.None);

    public ValueTask DisposeAsync() => _provider?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task<KubernetesProvider> ProviderAsync()
    {
        if (_provider is not null)
            return _provider;
        var provider = new KubernetesProvider(
            _engine, new KubectlClusters(TimeProvider.System), Environment.GetEnvironmentVariable, TimeProvider.System);
        var config = Bag.Empty
            .Add("kubeconfig", new(lab.Kubeconfig)).Add("context", new(LabCluster.Context))
            .Add("namespace", new(@namespace));
        await provider.Configure(
            new(ImmutableDictionary<string, string>.Empty, config, true, true, true, true), CancellationToken.None);
        return _provider = provider;
    }

    private static Urn UrnOf(string token) => new($"urn:pulumi:lab::app::{token}::thing");
}
