using RedisInfra.Provider;

string version = typeof(RedisInfraProvider).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";
var stop = new CancellationTokenSource();
// An engine that is killed leaves its providers running; ours stops then, in a consistent place. In the embedded host
// Serve
// returns at once and the provider lives on, so neither is disposed.
var watch = EngineWatch.Start(args, stop, TimeProvider.System);
await Pulumi.Experimental.Provider.Provider.Serve(
    args, version, engine => new RedisInfraProvider(engine, ProviderEnvironment.System(stop.Token)), stop.Token);
GC.KeepAlive(watch);
