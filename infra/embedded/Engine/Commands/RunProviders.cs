using System.Collections.Concurrent;
using System.Collections.Immutable;
using Pulumi.Experimental;
using Pulumi.Experimental.Provider;
using Pulumi.Hosting;
using RedisInfra.Embedded.Engine.Providers.Kubernetes;
using RedisInfra.Embedded.Engine.Providers.Random;

namespace RedisInfra.Embedded.Engine.Commands;

/// <summary>
/// The providers that one run may use: the engine's own, and those that the program's source brings. What they hold
/// open, such as a proxy to a cluster, ends with the run.
/// </summary>
internal sealed class RunProviders : IAsyncDisposable
{
    private readonly ConcurrentBag<Provider> _made = [];

    public ImmutableDictionary<string, Func<IEngine, Provider>> Factories { get; private set; } =
        ImmutableDictionary<string, Func<IEngine, Provider>>.Empty;

    public static async Task<RunProviders> OpenAsync(ProgramSource program, CommandHost host)
    {
        var run = new RunProviders();
        var factories = new Dictionary<string, Func<IEngine, Provider>>(StringComparer.Ordinal)
        {
            ["random"] = _ => new RandomProvider(),
            ["kubernetes"] = engine =>
                new KubernetesProvider(engine, new KubectlClusters(host.Clock), host.Variable, host.Clock),
        };
        foreach (var (package, entryPoint) in program.Providers)
            factories[package] = await CaptureAsync(package, entryPoint);
        run.Factories = factories.ToImmutableDictionary(
            f => f.Key, f => (Func<IEngine, Provider>)(engine => run.Keep(f.Value(engine))));
        return run;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var provider in _made)
        {
            if (provider is IAsyncDisposable open) await open.DisposeAsync();
            else (provider as IDisposable)?.Dispose();
        }
    }

    private Provider Keep(Provider provider)
    {
        _made.Add(provider);
        return provider;
    }

    /// <summary>Runs the provider's own entry point, whose Serve hands over what it would have served.</summary>
    private static async Task<Func<IEngine, Provider>> CaptureAsync(string package, Func<Task<int>> entryPoint)
    {
        var capture = new ProviderCapture();
        await Task.Run(async () =>
        {
            ProviderCapture.Current = capture;
            await entryPoint();
        });
        return capture.Factory
            ?? throw new InvalidOperationException($"bug in RedisInfra: the provider {package} ended without serving");
    }
}
