using System.Collections.Immutable;
using Pulumi.Experimental;

namespace Pulumi.Hosting;

/// <summary>
/// What the SDK asks of the host that runs a program: the in-process counterpart of Pulumi's resource monitor. The
/// engine implements it for a real run, <c>Deployment</c> itself for mocks. Values cross it as
/// <see cref="PropertyValue"/>: the same type that providers see.
/// </summary>
internal interface IMonitor
{
    Task<RegisterResponse> RegisterResourceAsync(RegisterRequest request, CancellationToken cancellationToken);

    /// <summary>Reads a resource that stands already and isn't managed here: <c>Get</c>, <c>options.Id</c>.</summary>
    Task<RegisterResponse> ReadResourceAsync(RegisterRequest request, string id, CancellationToken cancellationToken);

    Task RegisterResourceOutputsAsync(
        string urn, ImmutableDictionary<string, PropertyValue> outputs, CancellationToken cancellationToken);

    Task LogAsync(LogRequest message, CancellationToken cancellationToken);
}
