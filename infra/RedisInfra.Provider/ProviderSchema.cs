using System.Text.Json.Nodes;
using RedisInfra.Provider.Drain;
using RedisInfra.Provider.Monitoring;
using RedisInfra.Provider.Preflight;
using RedisInfra.Provider.Ring;
using RedisInfra.Provider.Sentinel;
using RedisInfra.Provider.Topology;
using RedisInfra.Provider.Volumes;
using RedisInfra.Provider.Zookeeper;
using static RedisInfra.Provider.SchemaParts;

namespace RedisInfra.Provider;

/// <summary>The package's schema, as the engine and SDK generators read it.</summary>
internal static class ProviderSchema
{
    private static readonly string[] s_required = ["clusterName", "members"];

    /// <summary>The input properties of ClusterTopology.</summary>
    public static IReadOnlyList<string> InputNames { get; } = [.. Inputs().Select(entry => entry.Key)];

    /// <summary>The schema as JSON.</summary>
    public static string Json { get; } = Build().ToJsonString();

    private static JsonObject Build() => new()
    {
        ["name"] = "redisinfra",
        ["version"] = typeof(ProviderSchema).Assembly.GetName().Version?.ToString(3) ?? "0.0.0",
        ["description"] = "Redis on Kubernetes: what Redis itself has to do when its pods come and go.",
        ["types"] = new JsonObject(Types().Concat(PreflightSchema.Types())),
        ["resources"] = new JsonObject
        {
            [PreflightResource.Token] = PreflightSchema.Resource(),
            [ClusterTopologyResource.Token] = Resource(), [ClusterDrainResource.Token] = Drain(),
            [RingDrainResource.Token] = RingDrain(), [RingTopologyResource.Token] = RingTopology(),
            [SentinelDrainResource.Token] = SentinelSchema.Drain(),
            [SentinelTopologyResource.Token] = SentinelSchema.Topology(),
            [MonitoringObjectsResource.Token] = Monitoring(),
            [VolumeExpansionResource.Token] = VolumeExpansionInputs.Schema(),
            [ZookeeperDrainResource.Token] = ZookeeperDrain(), [ZookeeperTopologyResource.Token] = Zookeeper(
                "Gives the declared servers of a ZooKeeper ensemble their votes, one at a time."),
        },
        ["provider"] = new JsonObject { ["type"] = "object" },
        ["language"] = new JsonObject(),
    };

    private static Dictionary<string, JsonNode?> Types() => new()
    {
        ["redisinfra:index:ClusterMember"] = ObjectType(["name", "shard", "index", "host", "port"], new JsonObject
        {
            ["name"] = Text("Its pod's name, or another name that stays."),
            ["shard"] = Whole("The shard it belongs to, from 0."),
            ["index"] = Whole("Its place in the shard; 0 is the first master."),
            ["host"] = Text("A stable DNS name or an address."),
            ["port"] = Whole("The port clients use."),
        }),
        ["redisinfra:index:ClusterTls"] = ObjectType(["enabled"], new JsonObject
        {
            ["enabled"] = Flag("Whether the members speak TLS."),
            ["caCertificate"] = Text("PEM of the CA to trust; the system's when absent."),
            ["skipNameCheck"] = Flag("Accept a certificate whose names don't match the host."),
        }),
        ["redisinfra:index:ClusterKubernetes"] = ObjectType(["namespace"], new JsonObject
        {
            ["namespace"] = Text("The members' namespace."),
            ["context"] = Text("The context of the kubeconfig."),
            ["kubeconfig"] = Text("The kubeconfig's path."),
            ["claimSelector"] = Text("The label selector of the members' claims."),
            ["claimPolicy"] = Text("What becomes of the claims: \"retain\" (default) or \"delete\"."),
            ["filesAt"] = Text("The folder of an NFS server that has the members' folders: \"server:/path\"."),
        }),
        ["redisinfra:index:SentinelMember"] = SentinelSchema.Member(),
        ["redisinfra:index:VolumeExpansionClaim"] = VolumeExpansionInputs.ClaimSchema(),
        ["redisinfra:index:ClusterNode"] = ObjectType(["name", "id", "shard", "role"], new JsonObject
        {
            ["name"] = Text("The member's name."),
            ["id"] = Text("Its node id."),
            ["shard"] = Whole("Its declared shard."),
            ["role"] = Text("\"master\" or \"replica\"."),
        }),
    };

    private static JsonObject Resource()
    {
        var properties = Inputs();
        properties["state"] = Text("\"ok\" when every member agreed, else \"degraded\".");
        properties["slotsAssigned"] = Whole("Slots with an owner: 16384.");
        properties["masters"] = Whole("Members that own slots.");
        properties["replicas"] = Whole("Members that replicate.");
        properties["nodes"] = List(Reference("ClusterNode"), "The members as they are.");
        properties["adopted"] = Flag("Whether the cluster stood before it was declared.");
        properties["endpoints"] = List(Text(null), "Where clients reach members: \"host:port\".");
        var outputs = new JsonArray([.. s_required.Concat(
            ["state", "slotsAssigned", "masters", "replicas", "nodes", "adopted", "endpoints"])
                .Select(name => JsonValue.Create(name))]);
        return new JsonObject
        {
            ["description"] = "Forms the declared Redis Cluster, or adopts the one that stands, and verifies it.",
            ["inputProperties"] = Inputs(),
            ["requiredInputs"] = new JsonArray([.. s_required.Select(name => JsonValue.Create(name))]),
            ["properties"] = properties,
            ["required"] = outputs,
        };
    }

    private static JsonObject Drain()
    {
        var properties = DrainInputs();
        properties["members"] = List(Reference("ClusterMember"), "The members, with the shards that they have.");
        properties["safeMembers"] = List(Text(null), "Names of the members that may be left: no other is needed.");
        properties["unreached"] = List(Text(null), "Members that left and couldn't be emptied.");
        return new JsonObject
        {
            ["description"] = "Takes everything off the members that are about to go, before their pods do.",
            ["inputProperties"] = DrainInputs(),
            ["requiredInputs"] = new JsonArray([.. s_required.Select(name => JsonValue.Create(name))]),
            ["properties"] = properties,
            ["required"] = new JsonArray(
                [.. s_required.Concat(["safeMembers", "unreached"]).Select(name => JsonValue.Create(name))]),
        };
    }

    private static JsonObject RingDrain()
    {
        var drain = Ring("Moves the keys of a twemproxy ring before its workload changes, where all shards stand.");
        ((JsonObject)drain["properties"]!)["shards"] = Whole("How many shards there may be.");
        ((JsonArray)drain["required"]!).Add("shards");
        return drain;
    }

    private static JsonObject RingTopology() =>
        Ring("Moves the keys of a twemproxy ring to new shards, and has all of them say which ring is served.");

    private static JsonObject Ring(string description) => ResourceType(
        description, ["pool", "hash", "distribution", "servers", "onChange", "kubernetes", "proxies"],
        RingInputProperties);

    private static JsonObject Monitoring()
    {
        string[] required = ["component", "kubernetes", "objects"];
        var properties = MonitoringInputProperties();
        properties["served"] = List(Text(null), "The kinds that the cluster serves: objects of these were made.");
        return new JsonObject
        {
            ["description"] = "Objects of kinds that not every cluster has: they are made where they can be.",
            ["inputProperties"] = MonitoringInputProperties(),
            ["requiredInputs"] = new JsonArray([.. required.Select(name => JsonValue.Create(name))]),
            ["properties"] = properties,
            ["required"] = new JsonArray([.. required.Append("served").Select(name => JsonValue.Create(name))]),
        };
    }

    private static JsonObject MonitoringInputProperties() => new()
    {
        ["component"] = Text("Whose objects they are, for messages."),
        ["kubernetes"] = Reference("ClusterKubernetes"),
        ["objects"] = List(Text(null), "The objects, as JSON."),
        ["required"] = Flag("Whether a cluster that doesn't serve all of their kinds is refused."),
    };

    private static JsonObject ZookeeperDrain()
    {
        var drain = Zookeeper("Takes the votes of servers of a ZooKeeper ensemble that go, before their pods do.");
        ((JsonObject)drain["properties"]!)["size"] = Whole("How many pods there may be.");
        ((JsonArray)drain["required"]!).Add("size");
        return drain;
    }

    private static JsonObject Zookeeper(string description) =>
        ResourceType(description, ZookeeperInputs.Names, ZookeeperInputProperties);

    private static JsonObject ZookeeperInputProperties()
    {
        var password = Text("The password of the user super.");
        password["secret"] = true;
        return new JsonObject
        {
            ["ensemble"] = Text("The ensemble's name, for messages and the id."),
            ["servers"] = List(Text(null), "The servers' stable names, server 1 first: an odd number."),
            ["password"] = password,
            ["kubernetes"] = Reference("ClusterKubernetes"),
        };
    }

    private static JsonObject RingInputProperties()
    {
        var password = Text("The password of all shards.");
        password["secret"] = true;
        return new JsonObject
        {
            ["pool"] = Text("The pool's name, for messages; behind its last slash as the proxies call it."),
            ["hash"] = Text("The hash, as nutcracker calls it."),
            ["distribution"] = Text("The distribution, as nutcracker calls it."),
            ["hashTag"] = Text("The two characters around the hashed part of a key; none when absent."),
            ["servers"] = List(Text(null), "The servers as nutcracker.yml has them: \"host:port:weight name\"."),
            ["onChange"] = Text("\"move\", \"remap\" or \"refuse\"."),
            ["password"] = password,
            ["kubernetes"] = Reference("ClusterKubernetes"),
            ["proxies"] = Text("The label selector of the proxies' pods."),
            ["members"] = TextMap("The servers of shards that have several: shard to \"host:port,host:port\"."),
        };
    }

    private static JsonObject DrainInputs()
    {
        var inputs = Inputs();
        foreach (string name in (string[])["nodeTimeoutMs", "workloads"]) inputs.Remove(name);
        inputs["members"] = List(Reference("ClusterMember"), "The members that stay or come: at least 3 shards.");
        inputs["keepsShards"] = Flag("Whether members that stand keep their shards, and only new ones get a place.");
        return inputs;
    }

    private static JsonObject Inputs()
    {
        var password = Text("The password of all members.");
        password["secret"] = true;
        return new JsonObject
        {
            ["clusterName"] = Text("The cluster's name, for messages and the id."),
            ["members"] = List(Reference("ClusterMember"), "All members: at least 3 shards."),
            ["password"] = password,
            ["username"] = Text("The ACL user; the default user when absent."),
            ["tls"] = Reference("ClusterTls"),
            ["nodeTimeoutMs"] = Whole("cluster-node-timeout in milliseconds; as the members have it when absent."),
            ["kubernetes"] = Reference("ClusterKubernetes"),
            ["workloads"] = List(Text(null),
                "Digests of the workloads: when one changes the cluster is verified again."),
        };
    }
}
