using System.Collections.Concurrent;
using System.Collections.Immutable;
using Pulumi.Experimental;
using Pulumi.Experimental.Provider;
using RedisInfra.Embedded.Engine.State;
using RedisInfra.Embedded.Engine.Steps;
using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Embedded.Engine.Registry;

using Bag = ImmutableDictionary<string, PropertyValue>;

/// <summary>
/// The providers of one run, by reference ("{urn}::{id}"). One is configured when it is first used: those of this run
/// with their new configuration, those that only the state knows with the one they had.
/// </summary>
internal sealed class ProviderRegistry(
    ImmutableDictionary<string, Func<IEngine, Provider>> factories, IEngine engine, Func<string, ResourceState?> find,
    CancellationToken cancellationToken)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<PluginProvider>>> _configured = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Provider> _instances = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte> _replaced = new(StringComparer.Ordinal);

    public IResourceProvider ForProviders => new ProviderResources(this);

    /// <summary>One object a package, and another for each further configuration.</summary>
    public Provider Instantiate(string package) => _instances.GetOrAdd(package, Create);

    /// <summary>A provider resource has reached its state in this run.</summary>
    public void Register(ResourceState resource, bool wasReplaced)
    {
        if (wasReplaced) _replaced[resource.Urn] = 0;
        Use(resource.Urn, resource.Id, resource.Type, resource.Inputs);
    }

    /// <summary>Whether its users must be made anew, because what they live in is another one now.</summary>
    public bool WasReplaced(string urn) => _replaced.ContainsKey(urn);

    public Task<PluginProvider> GetAsync(string reference)
    {
        if (_configured.TryGetValue(reference, out var configured)) return configured.Value;
        var (urn, id) = Urns.ParseReference(reference);
        if (find(reference) is not { } resource)
        {
            throw new DiagnosticException(new Diagnostic(
                "RI5011", urn, "isn't in the state", "resources there can only be reached through it",
                "Restore the state from a backup, or declare the provider again"));
        }

        return Use(urn, id, resource.Type, resource.Inputs).Value;
    }

    private Lazy<Task<PluginProvider>> Use(string urn, string id, string type, Bag config) =>
        _configured.GetOrAdd($"{urn}::{id}", _ => new(() =>
        {
            var package = Urns.Package(type);
            // The default provider's object has checked its configuration; every other one needs its own.
            var provider = Urns.IsDefaultProvider(urn) ? Instantiate(package) : Create(package);
            return PluginProvider.ConfigureAsync(provider, config, cancellationToken);
        }));

    private Provider Create(string package)
    {
        if (factories.TryGetValue(package, out var factory)) return factory(engine);
        var known = string.Join(", ", factories.Keys.Order(StringComparer.Ordinal));
        throw new DiagnosticException(new Diagnostic(
            "RI5010", $"package '{package}'", "there is no provider for it",
            $"the embedded engine downloads no plugins; it has {(known.Length == 0 ? "none" : known)}",
            "Correct the resource's type, or run the program with the Pulumi CLI"));
    }
}
