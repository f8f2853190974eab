using System.Collections.Immutable;
using Pulumi.Experimental;

namespace Pulumi.Hosting;

/// <summary>
/// The run that the current program belongs to. The engine sets <see cref="Current"/> and calls the program's entry
/// point in its own process; <c>Deployment.RunAsync</c> picks it up where the official SDK reads PULUMI_MONITOR.
/// </summary>
internal sealed record HostContext(
    string Organization,
    string Project,
    string Stack,
    bool IsDryRun,
    string RootDirectory,
    ImmutableDictionary<string, string> Config,
    ImmutableHashSet<string> SecretConfigKeys,
    IMonitor Monitor)
{
    private static readonly AsyncLocal<HostContext?> _current = new();

    public static HostContext? Current { get => _current.Value; set => _current.Value = value; }

    public CancellationToken CancellationToken { get; init; }
}

/// <summary>
/// Takes a provider from its own entry point: while <see cref="Current"/> is set, Provider.Serve hands over its factory
/// here instead of opening a port, so a provider's Main is the same under both hosts.
/// </summary>
internal sealed class ProviderCapture
{
    private static readonly AsyncLocal<ProviderCapture?> _current = new();

    public static ProviderCapture? Current { get => _current.Value; set => _current.Value = value; }

    public string Version { get; set; } = "";
    public Func<IEngine, Experimental.Provider.Provider>? Factory { get; set; }
}
