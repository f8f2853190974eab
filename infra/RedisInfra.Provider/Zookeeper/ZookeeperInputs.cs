using System.Collections.Immutable;
using Pulumi.Experimental;
using Pulumi.Experimental.Provider;
using RedisInfra.Model.Zookeeper;
using RedisInfra.Provider.Reach;
using RedisInfra.Provider.Topology;
using RedisInfra.Provider.Values;

namespace RedisInfra.Provider.Zookeeper;

/// <summary>The inputs of a ZookeeperDrain and of a ZookeeperTopology, which have the same.</summary>
/// <param name="Ensemble">Its name, for messages.</param>
/// <param name="Servers">Who is to vote.</param>
/// <param name="Password">Of the user super.</param>
/// <param name="Kubernetes">Where the pods are.</param>
internal sealed record ZookeeperInputs(
    string Ensemble, ImmutableArray<ZookeeperServer> Servers, string Password, KubernetesSettings Kubernetes)
{
    public static readonly string[] Names = ["ensemble", "servers", "password", "kubernetes"];

    /// <summary>The ensemble in messages.</summary>
    public string Where => $"ZookeeperEnsemble \"{Ensemble}\"";

    /// <summary>The servers' pods.</summary>
    public IEnumerable<string> Pods => Servers.Select(server => server.Pod);

    /// <summary>Null, and failures, when something is wrong; null alone when something isn't known yet.</summary>
    public static ZookeeperInputs? Read(ImmutableDictionary<string, PropertyValue> bag, List<CheckFailure> failures)
    {
        var reader = new InputReader(bag, "", failures);
        reader.Only(Names);
        var (ensemble, password) = (reader.Text("ensemble", required: true), reader.Text("password", required: true));
        var kubernetes = TopologyInputs.ReadKubernetes(reader);
        if (bag.Find("kubernetes") is null) reader.Fail("kubernetes", "RI3103", "is required");
        var hosts = reader.Texts("servers");
        if (!reader.IsUnknown("servers") && hosts.Length % 2 == 0)
            reader.Fail("servers", "RI3601", "must be an odd number of host names, server 1 first");
        if (bag.Values.Any(PropertyValues.HasUnknown) || failures.Count > 0 || ensemble is null || password is null
            || kubernetes is null) return null;
        return new ZookeeperInputs(
            ensemble, [.. hosts.Select((host, index) => new ZookeeperServer(index + 1, host))], password, kubernetes);
    }

    /// <summary>Inputs that were checked before.</summary>
    /// <exception cref="InvalidOperationException">They aren't complete.</exception>
    public static ZookeeperInputs Require(ImmutableDictionary<string, PropertyValue> bag) =>
        InputReader.Require(bag, Read);
}
