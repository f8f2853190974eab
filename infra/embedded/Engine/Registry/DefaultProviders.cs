using System.Collections.Concurrent;
using System.Collections.Immutable;
using Pulumi.Experimental;
using Pulumi.Hosting;
using RedisInfra.Embedded.Engine.Steps;

namespace RedisInfra.Embedded.Engine.Registry;

/// <summary>
/// The provider that a resource gets which names none: registered as a resource of its own before its first user,
/// configured from the stack's `package:*` keys.
/// </summary>
internal sealed class DefaultProviders(
    ImmutableDictionary<string, string> config, ImmutableHashSet<string> secretKeys,
    Func<RegisterRequest, Task<RegisterResponse>> register)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> _references = new(StringComparer.Ordinal);

    /// <summary>"{urn}::{id}" of the default provider for a resource of this type and version.</summary>
    public Task<string> ReferenceAsync(string type, string version)
    {
        var package = Urns.Package(type);
        return _references.GetOrAdd($"{package}@{version}", _ => new(() => RegisterAsync(package, version))).Value;
    }

    private async Task<string> RegisterAsync(string package, string version)
    {
        var name = version.Length == 0 ? "default" : $"default_{string.Concat(version.Select(Allowed))}";
        var response = await register(new RegisterRequest
        {
            Type = Urns.ProviderTypePrefix + package, Name = name, Custom = true, Inputs = Inputs(package, version),
        });
        return $"{response.Urn}::{response.Id ?? ProviderResources.UnknownId}";
    }

    private ImmutableDictionary<string, PropertyValue> Inputs(string package, string version)
    {
        var inputs = ImmutableDictionary.CreateBuilder<string, PropertyValue>();
        foreach (var (key, value) in config)
        {
            if (!key.StartsWith(package + ":", StringComparison.Ordinal)) continue;
            inputs[key[(package.Length + 1)..]] = new PropertyValue(value).WithSecret(secretKeys.Contains(key));
        }

        if (version.Length > 0) inputs["version"] = new PropertyValue(version);
        return inputs.ToImmutable();
    }

    private static char Allowed(char c) => char.IsAsciiLetterOrDigit(c) ? c : '_';
}
