using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Pulumi;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using RedisInfra.Components.Cluster;
using RedisInfra.Components.Common;
using RedisInfra.Components.Monitoring;

namespace RedisInfra.Components.Sentinel;

/// <summary>
/// A master with replicas, Sentinels that put a replica in its place when it is gone, and proxies whose Services lead
/// to the master and to the replicas without the client's help. Members find their master by themselves, also when all
/// were away at once. The outputs are known when all of that serves.
/// </summary>
public sealed class RedisSentinel : ComponentResource
{
    /// <summary>The token of the component.</summary>
    public const string Token = "redisinfra:index:RedisSentinel";

    /// <summary>Declares the set <paramref name="name"/>, which is also the master's name for Sentinel, and the name of
    /// the Service for writes.</summary>
    /// <exception cref="ResourceException">Plain arguments break rules; it says every finding, and no object was
    /// declared.</exception>
    public RedisSentinel(string name, RedisSentinelArgs args, ComponentResourceOptions? options = null)
        : base(Token, name, args, options)
    {
        this.RefuseIfAny(RedisSentinelValidation.CheckShape(name, args));
        var spec = RedisSentinelSpec.From(name, args);
        foreach (var warning in RedisSentinelValidation.Warn(spec)) Log.Warn(warning.ToString(), this);

        var accepted = Output.Create(CheckValuesAsync(name, args));
        var scope = new RedisSentinelScope(
            this, args, spec, RedisSentinelLayout.Of(spec), accepted.Apply(_ => args.Namespace));
        scope = scope with { First = args.First ?? RedisSentinelPreflight.Of(scope, options) };
        scope = scope with { Monitoring = MonitoringParts.Of(scope, args.Monitoring) };
        var auth = Auth(scope);
        var account = PodParts.Account(scope, Labels.Of(name, "account"));
        var set = Set(scope);
        var sentinelNames = SentinelServices.SentinelNodes(scope);
        var drain = new SentinelDrain(scope.ChildName("drain"), SentinelActions.Args(scope, auth), scope.Child());
        var memberConfig = SentinelConfigs.OfMembers(scope);
        var members = SentinelWorkloads.Members(
            scope, drain, Size(drain.MemberCount, spec.Members), memberConfig, auth,
            [account, set, SentinelServices.Nodes(scope), sentinelNames, .. SentinelVolumes.Nfs(scope)]);
        // After the members: a Sentinel is ready when it watches a master.
        var sentinelConfig = SentinelConfigs.OfSentinels(scope);
        var sentinels = SentinelWorkloads.Sentinels(
            scope, Size(drain.SentinelCount, spec.Sentinels), sentinelConfig, auth,
            [account, set, sentinelNames, members]);
        Budgets(scope);
        var topology = new SentinelTopology(
            scope.ChildName("topology"),
            SentinelActions.Args(
                scope, auth, Workload(scope.Layout.WorkloadName, memberConfig, auth.Users),
                Workload(scope.Layout.SentinelName, sentinelConfig, auth.SentinelUsers)),
            scope.Child(members, sentinels));
        var sentinelService = SentinelServices.Sentinels(scope, topology);
        List<Service> ways = [sentinelService];
        if (args.Proxy is { } proxy) ways.AddRange(Proxies(scope, proxy, auth, account, topology));

        if (args.Monitoring is { } monitoring)
            MonitoringWatch.Declare(
                scope, monitoring,
                Watched.Servers(
                        name,
                        new Monitored(spec.Members, IsCluster: false, HasReplicas: true, !spec.Persistence.IsNone))
                    .And(SentinelMonitoring.Watched(scope)),
                args.Access, topology);

        SetOutputs(scope, auth, ways);
        RegisterOutputs();
    }

    /// <summary>Where writes go, and reads of what was just written: "host:port". The Sentinels' without proxies.
    /// </summary>
    [Output("endpoint")]
    public Output<string> Endpoint { get; private set; }

    /// <summary>Where reads go: "host:port". The Sentinels' without proxies.</summary>
    [Output("readEndpoint")]
    public Output<string> ReadEndpoint { get; private set; }

    /// <summary>Where clients that know Sentinel begin: "host:port".</summary>
    [Output("sentinelEndpoint")]
    public Output<string> SentinelEndpoint { get; private set; }

    /// <summary>What Sentinels call the master.</summary>
    [Output("masterName")]
    public Output<string> MasterName { get; private set; }

    /// <summary>What StackExchange.Redis connects with, through the proxies where there are any; a secret.</summary>
    [Output("connectionString")]
    public Output<string> ConnectionString { get; private set; }

    /// <summary>The same through Sentinel: "host:port,serviceName=…,password=…"; a secret. StackExchange.Redis uses
    /// that password for Sentinels too, so it works while both have the same.</summary>
    [Output("sentinelConnectionString")]
    public Output<string> SentinelConnectionString { get; private set; }

    /// <summary>Every member: "host:port" each, with stable names.</summary>
    [Output("members")]
    public Output<ImmutableArray<string>> Members { get; private set; }

    /// <summary>The Secret that holds the members' password under the key "password".</summary>
    [Output("authSecretName")]
    public Output<string> AuthSecretName { get; private set; }

    /// <summary>The Secret that holds the passwords of <see cref="RedisSentinelArgs.Users"/>, each under the user's
    /// name; "" when there are none.</summary>
    [Output("usersSecretName")]
    public Output<string> UsersSecretName { get; private set; }

    /// <summary>The same of <see cref="RedisSentinelArgs.SentinelUsers"/>.</summary>
    [Output("sentinelUsersSecretName")]
    public Output<string> SentinelUsersSecretName { get; private set; }

    /// <summary>The namespace of all objects.</summary>
    [Output("namespace")]
    public Output<string> Namespace { get; private set; }

    /// <summary>From the Services' URNs: who uses these comes after a set that serves, and previews still show them.
    /// </summary>
    [MemberNotNull(
        nameof(Namespace), nameof(Endpoint), nameof(ReadEndpoint), nameof(SentinelEndpoint), nameof(MasterName),
        nameof(ConnectionString), nameof(SentinelConnectionString), nameof(Members), nameof(AuthSecretName),
        nameof(UsersSecretName), nameof(SentinelUsersSecretName))]
    private void SetOutputs(RedisSentinelScope scope, SentinelAuth auth, IEnumerable<Service> ways)
    {
        var (spec, layout) = (scope.Spec, scope.Layout);
        var served = Output.All(ways.Select(way => way.Urn));
        var namespaceName = Output.Tuple(served, scope.Namespace).Apply(pair => pair.Item2);
        Namespace = namespaceName;
        SentinelEndpoint = namespaceName.Apply(ns => $"{layout.SentinelName}.{ns}.svc:{SentinelDefaults.Port}");
        Endpoint = namespaceName.Apply(ns => Way(spec, layout.WriteName, ns) ?? Way(layout.SentinelName, ns));
        ReadEndpoint = namespaceName.Apply(ns => Way(spec, layout.ReadName, ns) ?? Way(layout.SentinelName, ns));
        MasterName = namespaceName.Apply(_ => layout.MasterName);
        ConnectionString = Output.Tuple(Endpoint, auth.Members.Password).Apply(pair => spec.HasProxies
            ? $"{pair.Item1},password={pair.Item2}"
            : $"{pair.Item1},serviceName={layout.MasterName},password={pair.Item2}");
        SentinelConnectionString = Output.Tuple(SentinelEndpoint, auth.Members.Password)
            .Apply(pair => $"{pair.Item1},serviceName={layout.MasterName},password={pair.Item2}");
        Members = Output.Tuple(served, scope.Domain).Apply(pair => layout.MemberPods
            .Select(pod => $"{pod}.{pair.Item2}:{RedisClusterDefaults.Port}").ToImmutableArray());
        AuthSecretName = namespaceName.Apply(_ => layout.AuthSecretName);
        UsersSecretName = NameOf(auth.Users);
        SentinelUsersSecretName = NameOf(auth.SentinelUsers);

        Output<string> NameOf(RedisUsers? users) => users is null
            ? namespaceName.Apply(_ => "")
            : Output.Tuple(namespaceName, users.PasswordsName).Apply(pair => pair.Item2);
    }

    /// <summary>What runs pods, with what rolls them.</summary>
    private static Output<string> Workload(string name, VersionedConfig config, RedisUsers? users) => users is null
        ? config.Digest.Apply(digest => $"{name}@{digest}")
        : Output.Tuple(config.Digest, users.Revision).Apply(pair => $"{name}@{pair.Item1}-{pair.Item2}");

    /// <summary>A program's unit tests have no drain that tells.</summary>
    private static Output<int> Size(Output<int> told, int declared) =>
        told.Apply(count => count == 0 ? declared : count);

    private static string? Way(RedisSentinelSpec spec, string service, string ns) =>
        spec.HasProxies ? $"{service}.{ns}.svc:{RedisClusterDefaults.Port}" : null;

    private static string Way(string sentinels, string ns) => $"{sentinels}.{ns}.svc:{SentinelDefaults.Port}";

    private static SentinelAuth Auth(RedisSentinelScope scope)
    {
        var (args, layout) = (scope.Args, scope.Layout);
        var users = RedisUsers.Of(scope, args.Users, layout.WorkloadName, Labels.Of(scope.Name, "users"));
        return new SentinelAuth(
            RedisAuth.Of(scope, args.Password, layout.AuthSecretName, Labels.Of(scope.Name, "auth")),
            args.SentinelPassword is { } given
                ? RedisAuth.Of(
                    scope, given, layout.SentinelAuthSecretName, Labels.OfSentinel(scope.Name), "sentinel-auth")
                : null)
        {
            Users = users,
            SentinelUsers = RedisUsers.Of(
                scope, args.SentinelUsers, layout.SentinelName, Labels.OfSentinel(scope.Name), "sentinel-user", users),
        };
    }

    private static ConfigMap Set(RedisSentinelScope scope)
    {
        var data = new InputMap<string>();
        foreach (var (file, text) in SentinelConfigs.Set(scope)) data.Add(file, text);
        return new ConfigMap(
            scope.ChildName("set"),
            new ConfigMapArgs
            {
                Metadata = scope.Meta(scope.Layout.SetName, Labels.Of(scope.Name, "set")), Data = data,
            },
            scope.Child());
    }

    private static void Budgets(RedisSentinelScope scope)
    {
        var (name, layout) = (scope.Name, scope.Layout);
        SentinelWorkloads.Budget(
            scope, "budget", layout.WorkloadName, Labels.Of(name, "budget"), Labels.Selector(name));
        SentinelWorkloads.Budget(
            scope, "sentinel-budget", layout.SentinelName, Labels.OfSentinel(name), Labels.SentinelSelector(name));
    }

    /// <summary>After all others: a proxy is ready when it finds a member that serves.</summary>
    private static IEnumerable<Service> Proxies(
        RedisSentinelScope scope, RedisSentinelProxyArgs proxy, SentinelAuth auth, ServiceAccount account,
        Resource topology)
    {
        var workload = SentinelProxies.Workload(
            scope, proxy, SentinelConfigs.OfProxies(scope), auth.Members, account, topology);
        SentinelWorkloads.Budget(
            scope, "proxy-budget", scope.Layout.ProxyName, Labels.OfHaProxy(scope.Name),
            Labels.HaProxySelector(scope.Name));
        return
        [
            SentinelServices.Write(scope, proxy.WriteService, workload),
            SentinelServices.Read(scope, proxy.ReadService, workload),
        ];
    }

    private async Task<bool> CheckValuesAsync(string name, RedisSentinelArgs args)
    {
        this.RefuseIfAny(RedisSentinelValidation.CheckValues(
            name, await RedisSentinelInputValues.ReadAsync(args).ConfigureAwait(false)));
        return true;
    }
}
