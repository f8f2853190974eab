using System.Globalization;
using Pulumi;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using RedisInfra.Components.Common;

namespace RedisInfra.Components.Zookeeper;

/// <summary>zoo.cfg without the servers, and the two ConfigMaps that a server without data asks.</summary>
internal static class ZookeeperConfig
{
    private const long BytesPerMebibyte = 1024 * 1024;

    public static VersionedConfig Of(ZookeeperScope scope) => VersionedConfig.Of(
        scope, "config", scope.Name, scope.LabelsOf("config"), "zoo.cfg", Render(scope), ZookeeperScripts.All);

    /// <summary>How many servers are declared. Its name stays, so that another number rolls no pod.</summary>
    public static ConfigMap Ensemble(ZookeeperScope scope) => new(
        scope.ChildName("ensemble"),
        new ConfigMapArgs
        {
            Metadata = scope.Meta(scope.Spec.EnsembleName, scope.LabelsOf("ensemble")),
            Data = { ["servers"] = scope.Spec.Servers.ToString(CultureInfo.InvariantCulture) },
        },
        scope.Child());

    /// <summary>
    /// Says that the ensemble has begun. After that a server that finds nothing on its volume has lost it, and takes
    /// what the others have; it never begins anew.
    /// </summary>
    public static ConfigMap Founded(ZookeeperScope scope, Resource servers) => new(
        scope.ChildName("founded"),
        new ConfigMapArgs
        {
            Metadata = scope.Meta(scope.Spec.FoundedName, scope.LabelsOf("ensemble")),
            Data = { ["founded"] = "yes" },
        },
        scope.Child(servers));

    /// <summary>The heap in MiB.</summary>
    public static Output<string> HeapMebibytes(ZookeeperEnsembleArgs args) => Output
        .Tuple(args.Resources.Memory.ToOutput(), args.HeapPercent.ToOutput())
        .Apply(pair => (pair.Item1.Bytes / BytesPerMebibyte * pair.Item2 / 100).ToString(CultureInfo.InvariantCulture));

    private static Output<string> Render(ZookeeperScope scope) => Output
        .Tuple(scope.Namespace, Inputs.Text(scope.Args.Config)).Apply(pair =>
        {
            string metrics = scope.Spec.Metrics
                ? "metricsProvider.className=org.apache.zookeeper.metrics.prometheus.PrometheusMetricsProvider\n"
                  + string.Create(
                      CultureInfo.InvariantCulture, $"metricsProvider.httpPort={ZookeeperDefaults.MetricsPort}\n")
                : "";
            string more = pair.Item2.Length == 0 ? "" : pair.Item2 + "\n";
            return Fixed + metrics + more;
        });

    private const string Fixed = """
        # Snapshots and transaction log apart: each write waits for the log's disk alone.
        dataDir=/data
        dataLogDir=/log
        tickTime=2000
        initLimit=10
        syncLimit=5
        # Snapshots and logs aren't deleted otherwise, and fill the disk.
        autopurge.snapRetainCount=3
        autopurge.purgeInterval=1
        # Who votes is changed in the running ensemble, from one server on.
        reconfigEnabled=true
        standaloneEnabled=false
        # A name of a pod resolves a while after the pod starts: listening must not wait for it.
        quorumListenOnAllIPs=true
        # A server without data doesn't vote before it has the others'.
        db.autocreate=false
        4lw.commands.whitelist=srvr,mntr,ruok
        admin.enableServer=false

        """;
}
