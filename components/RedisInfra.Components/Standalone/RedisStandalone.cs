using Pulumi;
using Pulumi.Kubernetes.Core.V1;
using RedisInfra.Components.Cluster;
using RedisInfra.Components.Common;
using RedisInfra.Components.Monitoring;

namespace RedisInfra.Components.Standalone;

/// <summary>
/// One Redis by itself, on a volume that it finds again. While its pod restarts nobody answers: for more than that take
/// a <see cref="RedisCluster"/>. The outputs are known when it serves.
/// </summary>
public sealed class RedisStandalone : ComponentResource
{
    /// <summary>The token of the component.</summary>
    public const string Token = "redisinfra:index:RedisStandalone";

    /// <summary>Declares the server <paramref name="name"/>, which is also the name of its client Service. A preview
    /// tells what a crash may lose.</summary>
    /// <exception cref="ResourceException">Plain arguments break rules; it says every finding, and no object was
    /// declared.</exception>
    public RedisStandalone(string name, RedisStandaloneArgs args, ComponentResourceOptions? options = null)
        : base(Token, name, args, options)
    {
        this.RefuseIfAny(RedisStandaloneValidation.CheckShape(name, args));
        var spec = RedisStandaloneSpec.From(name, args);
        foreach (var warning in RedisStandaloneValidation.Warn(spec)) Log.Warn(warning.ToString(), this);
        var loss = Storage.DataLoss.Of(spec.Storage, spec.Persistence).Text;
        Log.Info($"{RedisStandaloneValidation.Where(name)}: {loss}.", this);

        var accepted = Output.Create(CheckValuesAsync(name, args));
        var scope = new RedisStandaloneScope(this, args, spec, accepted.Apply(_ => args.Namespace));
        scope = scope with { First = RedisStandalonePreflight.Of(scope, options) };
        scope = scope with { Monitoring = MonitoringParts.Of(scope, args.Monitoring) };
        var auth = RedisAuth.Of(scope, args.Password, spec.AuthSecretName, Labels.Of(name, "auth"));
        var config = VersionedConfig.Of(
            scope, "config", name, Labels.Of(name, "config"), "redis.conf",
            ServerConfig.Render(
                scope.Namespace, spec.Storage, spec.Persistence, args.Resources.Memory, args.MaxMemoryPercent,
                args.MaxMemoryPolicy, args.Config),
            MonitoringParts.Scripts(scope, ServerScripts.All));
        var server = RedisStandaloneWorkloads.Of(
            scope, config, auth,
            [PodParts.Account(scope, Labels.Of(name, "account")), .. RedisStandaloneVolumes.Of(scope)]);
        // After the server: a Service counts as made when it has an endpoint.
        var service = new Service(
            scope.ChildName("service"),
            ServiceParts.Client(
                args.Service, scope.Meta(spec.ServiceName, Labels.Of(name, "service")), spec.Selector,
                ServiceParts.Port("redis", RedisClusterDefaults.Port)),
            scope.Child(server));
        scope.Monitoring?.Watch(
            new Monitored(1, IsCluster: false, HasReplicas: false, !spec.Persistence.IsNone), args.Access, server);

        // From the Service's URN: who uses these comes after a server that serves, and previews still show them.
        var namespaceName = Output.Tuple(service.Urn, scope.Namespace).Apply(pair => pair.Item2);
        Namespace = namespaceName;
        Endpoint = namespaceName.Apply(ns => $"{spec.ServiceName}.{ns}.svc:{RedisClusterDefaults.Port}");
        ConnectionString = Output.Tuple(Endpoint, auth.Password).Apply(pair => $"{pair.Item1},password={pair.Item2}");
        AuthSecretName = namespaceName.Apply(_ => spec.AuthSecretName);
        ConfigMapName = config.Name;
        DataLoss = Output.Create(loss);
        RegisterOutputs();
    }

    /// <summary>The client Service: "host:port", with the name that resolves inside the Kubernetes cluster.</summary>
    [Output("endpoint")]
    public Output<string> Endpoint { get; private set; }

    /// <summary>What StackExchange.Redis connects with: "host:port,password=…"; a secret.</summary>
    [Output("connectionString")]
    public Output<string> ConnectionString { get; private set; }

    /// <summary>The Secret that holds the password under the key "password".</summary>
    [Output("authSecretName")]
    public Output<string> AuthSecretName { get; private set; }

    /// <summary>The ConfigMap with redis.conf and the scripts. Its name ends with a digest of them.</summary>
    [Output("configMapName")]
    public Output<string> ConfigMapName { get; private set; }

    /// <summary>The namespace of all objects.</summary>
    [Output("namespace")]
    public Output<string> Namespace { get; private set; }

    /// <summary>What a crash may lose of the writes that were acknowledged, in words.</summary>
    [Output("dataLoss")]
    public Output<string> DataLoss { get; private set; }

    private async Task<bool> CheckValuesAsync(string name, RedisStandaloneArgs args)
    {
        this.RefuseIfAny(RedisStandaloneValidation.CheckValues(
            name, await RedisStandaloneInputValues.ReadAsync(args).ConfigureAwait(false)));
        return true;
    }
}
