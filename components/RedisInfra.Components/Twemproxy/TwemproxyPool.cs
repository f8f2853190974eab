using System.Collections.Immutable;
using Pulumi;
using Pulumi.Kubernetes.Core.V1;
using RedisInfra.Components.Common;
using RedisInfra.Components.Monitoring;

namespace RedisInfra.Components.Twemproxy;

/// <summary>
/// Rings of single Redis servers behind twemproxy (nutcracker): shards with stable names, proxies that keep nothing,
/// and a Service in front of them. The outputs are known when the proxies serve.
/// </summary>
public sealed class TwemproxyPool : ComponentResource
{
    /// <summary>The token of the component.</summary>
    public const string Token = "redisinfra:index:TwemproxyPool";

    /// <summary>Declares the proxies <paramref name="name"/>, which is also the name of the clients' Service, and their
    /// shards.</summary>
    /// <exception cref="ResourceException">Plain arguments break rules; it says every finding, and no object was
    /// declared.</exception>
    public TwemproxyPool(string name, TwemproxyPoolArgs args, ComponentResourceOptions? options = null)
        : base(Token, name, args, options)
    {
        this.RefuseIfAny(TwemproxyValidation.CheckShape(name, args));
        var spec = TwemproxySpec.From(name, args);
        foreach (var warning in TwemproxyValidation.Warn(name, args)) Log.Warn(warning.ToString(), this);

        var accepted = Output.Create(CheckValuesAsync(name, args));
        var scope = new TwemproxyScope(
            this, args, spec, TwemproxyLayout.Of(spec), accepted.Apply(_ => args.Namespace));
        scope = scope with { First = TwemproxyPreflight.Of(scope, options) };
        // Shards with replicas are watched as sets of their own.
        var plain = spec.Rings.Where(ring => ring.Replicas == 0).ToList();
        scope = scope with { Monitoring = plain.Count == 0 ? null : MonitoringParts.Of(scope, args.Monitoring) };
        var auth = RedisAuth.Of(scope, args.Password, scope.Layout.AuthSecretName, Labels.Of(name, "auth"));
        var account = PodParts.Account(scope, Labels.Of(name, "account"));
        var names = ProxyServices.Shards(scope);
        var shards = scope.Layout.Rings.Select(ring => Ring(scope, ring, auth, account, names)).ToList();
        var config = TwemproxyConfiguration.OfProxies(scope);
        // After the rings: a proxy serves what its shards say, and is ready when it reaches one.
        var proxies = ProxyWorkload.Workload(scope, config, auth, [account, .. shards]);
        ProxyWorkload.Budget(scope);
        ProxyServices.Stats(scope);
        var service = ProxyServices.Client(scope, proxies);
        if (args.Monitoring is { } monitoring)
            MonitoringWatch.Declare(scope, monitoring, Watched(scope, plain), args.Access, proxies);

        // From the Service's URN: who uses these outputs comes after proxies that serve, and previews still show them.
        var namespaceName = Output.Tuple(service.Urn, scope.Namespace).Apply(pair => pair.Item2);
        Namespace = namespaceName;
        Endpoints = namespaceName.Apply(ns => spec.Rings.ToImmutableDictionary(
            ring => ring.Name, ring => $"{scope.Layout.ServiceName}.{ns}.svc:{ring.Port}"));
        ConnectionStrings = Output.Tuple(Endpoints, auth.Password).Apply(pair => pair.Item1.ToImmutableDictionary(
            entry => entry.Key, entry => $"{entry.Value},password={pair.Item2},proxy=Twemproxy"));
        Shards = service.Urn.Apply(_ => Output.All(scope.Layout.Rings.Select(ring => ShardsOf(scope, ring)))).Apply(
            rings => rings.Select((shards, i) => (scope.Layout.Rings[i].Spec.Name, Shards: shards))
                .ToImmutableDictionary(ring => ring.Name, ring => ring.Shards));
        StatsEndpoint = namespaceName.Apply(ns => $"{scope.Layout.StatsName}.{ns}.svc:{spec.StatsPort}");
        AuthSecretName = namespaceName.Apply(_ => scope.Layout.AuthSecretName);
        ConfigMapName = config.Name;
        RegisterOutputs();
    }

    /// <summary>Where clients of each pool go, by its name: "host:port" each.</summary>
    [Output("endpoints")]
    public Output<ImmutableDictionary<string, string>> Endpoints { get; private set; }

    /// <summary>
    /// What StackExchange.Redis connects with, by pool: "host:port,password=…,proxy=Twemproxy"; a secret.
    /// </summary>
    [Output("connectionStrings")]
    public Output<ImmutableDictionary<string, string>> ConnectionStrings { get; private set; }

    /// <summary>Every shard, by pool: "host:port" each, with stable names, in the ring's order; with replicas all its
    /// servers, a comma between.</summary>
    [Output("shards")]
    public Output<ImmutableDictionary<string, ImmutableArray<string>>> Shards { get; private set; }

    /// <summary>The headless Service with each proxy's figures as JSON: "host:port".</summary>
    [Output("statsEndpoint")]
    public Output<string> StatsEndpoint { get; private set; }

    /// <summary>The Secret that holds the password under the key "password".</summary>
    [Output("authSecretName")]
    public Output<string> AuthSecretName { get; private set; }

    /// <summary>The ConfigMap with nutcracker.yml and the proxies' scripts. Its name ends with their digest.</summary>
    [Output("configMapName")]
    public Output<string> ConfigMapName { get; private set; }

    /// <summary>The namespace of all objects.</summary>
    [Output("namespace")]
    public Output<string> Namespace { get; private set; }

    private static Watched Watched(TwemproxyScope scope, List<RingSpec> plain)
    {
        var proxies = ProxyMonitoring.Watched(scope);
        return plain.Count == 0 ? proxies : Monitoring.Watched.Servers(
            scope.Name,
            new Monitored(
                plain.Sum(ring => ring.Shards), IsCluster: false, HasReplicas: false,
                plain.Any(ring => !ring.Persistence.IsNone))).And(proxies);
    }

    private const int ShardPort = Cluster.RedisClusterDefaults.Port;

    private static Output<ImmutableArray<string>> ShardsOf(TwemproxyScope scope, RingLayout ring) => ring.HasReplicas
        ? Output.All(ring.Shards.Select(shard => ReplicatedShards.Members(scope, ring, shard)))
        : scope.Domain.Apply(domain => ring.Shards.Select(shard => $"{shard.Pod}.{domain}:{ShardPort}")
            .ToImmutableArray());

    private static Resource Ring(
        TwemproxyScope scope, RingLayout ring, RedisAuth auth, ServiceAccount account, Service names)
    {
        var drain = new RingDrain(
            scope.ChildName($"{ring.Spec.Name}-drain"), RingActions.Args(scope, ring, auth), scope.Child());
        // Shards that go do so at the very end.
        IEnumerable<Resource> shards = ring.HasReplicas ? ReplicatedShards.Of(scope, ring, auth, drain)
            : [SingleShards(scope, ring, auth, account, names, drain)];
        return new RingTopology(
            scope.ChildName($"{ring.Spec.Name}-topology"), RingActions.Args(scope, ring, auth),
            scope.Child([.. shards]));
    }

    private static Resource SingleShards(
        TwemproxyScope scope, RingLayout ring, RedisAuth auth, ServiceAccount account, Service names, RingDrain drain)
    {
        var config = TwemproxyConfiguration.OfShards(scope, ring);
        var volumes = ShardVolumes.Nfs(scope, ring);
        ShardWorkloads.Budget(scope, ring);
        // A program's unit tests have no drain that tells.
        var size = drain.Shards.Apply(shards => shards == 0 ? ring.Shards.Length : shards);
        return ShardWorkloads.Workload(scope, ring, drain, size, config, auth, [account, names, .. volumes]);
    }

    private async Task<bool> CheckValuesAsync(string name, TwemproxyPoolArgs args)
    {
        this.RefuseIfAny(TwemproxyValidation.CheckValues(
            name, await TwemproxyInputValues.ReadAsync(args).ConfigureAwait(false)));
        return true;
    }
}
