using System.Collections.Immutable;
using Pulumi;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using RedisInfra.Components.Common;
using RedisInfra.Components.Monitoring;

namespace RedisInfra.Components.Cluster;

/// <summary>
/// A Redis Cluster on Kubernetes: its objects, and through <see cref="ClusterTopology"/> the live cluster that is
/// formed of
/// them and verified. The outputs are known when the cluster works.
/// </summary>
public sealed class RedisCluster : ComponentResource
{
    /// <summary>The token of the component.</summary>
    public const string Token = "redisinfra:index:RedisCluster";

    /// <summary>Declares the cluster <paramref name="name"/>, which is also the name of its client Service.</summary>
    /// <exception cref="ResourceException">Plain arguments break rules; it says every finding, and no object was
    /// declared.</exception>
    public RedisCluster(string name, RedisClusterArgs args, ComponentResourceOptions? options = null)
        : base(Token, name, args, options)
    {
        this.RefuseIfAny(RedisClusterValidation.CheckShape(name, args));
        var spec = RedisClusterSpec.From(name, args);
        foreach (var warning in RedisClusterValidation.Warn(spec)) Log.Warn(warning.ToString(), this);

        var accepted = Output.Create(CheckValuesAsync(name, args));
        var scope = new ClusterScope(
            this, args, spec, RedisClusterLayout.Of(spec),
            accepted.Apply(_ => args.Namespace));
        scope = scope with { First = ClusterPreflight.Of(scope, options) };
        scope = scope with { Monitoring = MonitoringParts.Of(scope, args.Monitoring) };
        var auth = RedisAuth.Of(
            scope, args.Password, scope.Layout.AuthSecretName, Labels.Of(name, "auth"));
        var (config, pod) = Configuration(scope, auth);
        var account = PodParts.Account(scope, Labels.Of(name, "account"));
        var headless = ClusterServices.Headless(scope);
        var volumes = ClusterVolumes.NfsVolumes(scope);
        // Its output is the size of every StatefulSet, so no pod goes before its member has left.
        var drain = ClusterActions.Drain(scope, auth);
        var workloads = scope.Layout.Workloads
            .Select(workload => ClusterWorkloads.Workload(
                scope, pod, workload, drain,
                [config, auth.Secret, .. MonitoringParts.Before(scope), account, headless, .. volumes]))
            .ToList();
        foreach (var workload in scope.Layout.Workloads) ClusterWorkloads.Budget(scope, workload);
        var service = ClusterServices.Client(scope, workloads);
        var topology = ClusterActions.Topology(
            scope, auth, pod, drain, [headless, service, .. workloads]);
        scope.Monitoring?.Watch(
            new Monitored(
                scope.Layout.Members.Length, IsCluster: true, spec.ReplicasPerShard > 0, !spec.Persistence.IsNone),
            args.Access, [.. workloads]);

        // From the topology's URN: who uses these outputs comes after the formed cluster, and previews still show them.
        var namespaceName = Output.Tuple(topology.Urn, scope.Namespace).Apply(pair => pair.Item2);
        Namespace = namespaceName;
        Endpoint = namespaceName.Apply(ns => $"{scope.Layout.ServiceName}.{ns}.svc:{RedisClusterDefaults.Port}");
        Members = Output.Tuple(topology.Urn, scope.Domain).Apply(pair => scope.Layout.Members
            .Select(member => $"{member.Pod}.{pair.Item2}:{RedisClusterDefaults.Port}").ToImmutableArray());
        ConnectionString = Output.Tuple(Endpoint, auth.Password).Apply(pair => $"{pair.Item1},password={pair.Item2}");
        AuthSecretName = namespaceName.Apply(_ => scope.Layout.AuthSecretName);
        ConfigMapName = pod.ConfigName;
        State = topology.State;
        Masters = topology.Masters;
        Replicas = topology.Replicas;
        SlotsAssigned = topology.SlotsAssigned;
        RegisterOutputs();
    }

    /// <summary>The client Service: "host:port", with the name that resolves inside the Kubernetes cluster.</summary>
    [Output("endpoint")]
    public Output<string> Endpoint { get; private set; }

    /// <summary>Every member: "host:port" each, with stable names.</summary>
    [Output("members")]
    public Output<ImmutableArray<string>> Members { get; private set; }

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

    /// <summary>The live cluster's state: "ok".</summary>
    [Output("state")]
    public Output<string> State { get; private set; }

    /// <summary>The live cluster's masters that own slots.</summary>
    [Output("masters")]
    public Output<int> Masters { get; private set; }

    /// <summary>The live cluster's replicas whose link is up.</summary>
    [Output("replicas")]
    public Output<int> Replicas { get; private set; }

    /// <summary>The live cluster's slots that have an owner: 16384.</summary>
    [Output("slotsAssigned")]
    public Output<int> SlotsAssigned { get; private set; }

    private async Task<bool> CheckValuesAsync(string name, RedisClusterArgs args)
    {
        this.RefuseIfAny(RedisClusterValidation.CheckValues(
            name, await ClusterInputValues.ReadAsync(args).ConfigureAwait(false)));
        return true;
    }

    private static (ConfigMap Config, ClusterPodInputs Pod) Configuration(ClusterScope scope, RedisAuth auth)
    {
        var (spec, args) = (scope.Spec, scope.Args);
        var percent = args.MaxMemoryPercent ?? spec.Persistence.MaxMemoryPercent;
        // The namespace stands for "all inputs are accepted": nothing is rendered of refused ones.
        var text = Output.Tuple(
                scope.Namespace, args.Resources.Memory.ToOutput(), percent.ToOutput(), args.MaxMemoryPolicy.ToOutput(),
                args.NodeTimeout.ToOutput(), args.Config.ToOutput())
            .Apply(values => RedisClusterConfig.Render(
                spec, new ClusterConfigValues(values.Item2, values.Item3, values.Item4, values.Item5, values.Item6)));
        var scripts = MonitoringParts.Scripts(scope, RedisClusterScripts.All);
        var digest = text.Apply(conf => Naming.Digest(
            conf + string.Concat(scripts.Select(script => $"\0{script.Key}\0{script.Value}")), 10));
        // A new content is a new ConfigMap: pods that weren't rolled yet keep the one they were started with.
        var name = digest.Apply(value => $"{spec.Name}-config-{value}");
        var data = Inputs.Map(scripts);
        data.Add("redis.conf", text);
        var config = new ConfigMap(
            scope.ChildName("config"),
            new ConfigMapArgs { Metadata = scope.Meta(name, "config"), Data = data },
            scope.Child());
        return (config, new ClusterPodInputs(name, digest, auth.Revision));
    }
}
