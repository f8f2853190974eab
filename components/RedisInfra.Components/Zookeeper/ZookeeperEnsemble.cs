using Pulumi;
using RedisInfra.Components.Common;
using RedisInfra.Components.Monitoring;
using RedisInfra.Components.Storage;

namespace RedisInfra.Components.Zookeeper;

/// <summary>
/// A ZooKeeper ensemble: servers with stable names, which begin with the vote of the first and get theirs one at a
/// time. The outputs are known when all of them vote.
/// </summary>
public sealed class ZookeeperEnsemble : ComponentResource
{
    /// <summary>The token of the component.</summary>
    public const string Token = "redisinfra:index:ZookeeperEnsemble";

    /// <summary>Declares the ensemble <paramref name="name"/>, which is also the name of its client Service.</summary>
    /// <exception cref="ResourceException">Plain arguments break rules; it says every finding, and no object was
    /// declared.</exception>
    public ZookeeperEnsemble(string name, ZookeeperEnsembleArgs args, ComponentResourceOptions? options = null)
        : base(Token, name, args, options)
    {
        this.RefuseIfAny(ZookeeperValidation.CheckShape(name, args));
        var spec = ZookeeperSpec.From(name, args);
        foreach (var warning in ZookeeperValidation.Warn(spec)) Log.Warn(warning.ToString(), this);

        var accepted = Output.Create(CheckValuesAsync(name, args));
        var scope = new ZookeeperScope(this, args, spec, accepted.Apply(_ => args.Namespace));
        scope = scope with { First = ZookeeperPreflight.Of(scope, options) };
        var auth = RedisAuth.Of(scope, args.Password, spec.AuthSecretName, scope.LabelsOf("auth"));
        var drain = new ZookeeperDrain(scope.ChildName("drain"), Action(scope, auth), scope.Child());
        // A program's unit tests have no drain that tells.
        var size = drain.Size.Apply(safe => safe == 0 ? spec.Servers : safe);
        var servers = ZookeeperWorkload.Servers(
            scope, drain, size, ZookeeperConfig.Of(scope), auth,
            [PodParts.Account(scope, scope.LabelsOf("account")), ZookeeperServices.Servers(scope),
                ZookeeperConfig.Ensemble(scope), .. ZookeeperVolumes.Nfs(scope)]);
        ZookeeperWorkload.Budget(scope);
        var founded = ZookeeperConfig.Founded(scope, servers);
        var topology = new ZookeeperTopology(
            scope.ChildName("topology"), Action(scope, auth), scope.Child(servers, founded));
        var service = ZookeeperServices.Client(scope, topology);
        ZookeeperServices.Each(scope, topology);
        if (args.Monitoring is { } monitoring)
            MonitoringWatch.Declare(scope, monitoring, ZookeeperServices.Watched(scope), args.Access, topology);

        // From the Service's URN: who uses these comes after servers that serve, and previews still show them.
        var namespaceName = Output.Tuple(service.Urn, scope.Namespace).Apply(pair => pair.Item2);
        Namespace = namespaceName;
        Endpoint = namespaceName.Apply(ns => $"{spec.ServiceName}.{ns}.svc:{ZookeeperDefaults.ClientPort}");
        ConnectionString = Output.Tuple(service.Urn, scope.Domain).Apply(pair => string.Join(
            ',', Enumerable.Range(0, spec.Servers).Select(
                ordinal => $"{spec.Pod(ordinal)}.{pair.Item2}:{ZookeeperDefaults.ClientPort}")));
        AuthSecretName = namespaceName.Apply(_ => spec.AuthSecretName);
        RegisterOutputs();
    }

    /// <summary>The client Service: "host:port", with the name that resolves inside the Kubernetes cluster.</summary>
    [Output("endpoint")]
    public Output<string> Endpoint { get; private set; }

    /// <summary>What ZooKeeper clients connect with: every server as "host:port", with commas between.</summary>
    [Output("connectionString")]
    public Output<string> ConnectionString { get; private set; }

    /// <summary>The Secret that holds the password of the user super under the key "password".</summary>
    [Output("authSecretName")]
    public Output<string> AuthSecretName { get; private set; }

    /// <summary>The namespace of all objects.</summary>
    [Output("namespace")]
    public Output<string> Namespace { get; private set; }

    private static ZookeeperActionArgs Action(ZookeeperScope scope, RedisAuth auth)
    {
        var args = new ZookeeperActionArgs
        {
            // Waits for the namespace, that is for all inputs to be accepted.
            Ensemble = scope.Namespace.Apply(_ => scope.Name),
            Password = auth.Password,
            Kubernetes = VolumeParts.Access(
                scope.Args.Access, scope.Namespace, ZookeeperVolumes.ClaimLabels(scope), scope.Args.Storage,
                scope.Args.LogStorage),
        };
        for (int ordinal = 0; ordinal < scope.Spec.Servers; ordinal++)
        {
            var pod = scope.Spec.Pod(ordinal);
            args.Servers.Add(scope.Domain.Apply(domain => $"{pod}.{domain}"));
        }

        return args;
    }

    private async Task<bool> CheckValuesAsync(string name, ZookeeperEnsembleArgs args)
    {
        this.RefuseIfAny(ZookeeperValidation.CheckValues(
            name, await ZookeeperInputValues.ReadAsync(args).ConfigureAwait(false)));
        return true;
    }
}
