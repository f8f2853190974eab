using System.Text.Json.Nodes;
using static RedisInfra.Provider.SchemaParts;

namespace RedisInfra.Provider.Sentinel;

/// <summary>The schema of SentinelDrain and SentinelTopology.</summary>
internal static class SentinelSchema
{
    private static readonly string[] s_required = ["masterName", "members", "sentinels", "quorum"];

    public static JsonObject Member() => ObjectType(["name", "host", "port"], new JsonObject
    {
        ["name"] = Text("Its pod's name, or another name that stays."),
        ["host"] = Text("The stable DNS name that it announces, or an address."),
        ["port"] = Whole("Its port."),
    });

    public static JsonObject Drain() => Resource(
        "Has a master that goes hand over and Sentinels that go forgotten, before their pods go.", new JsonObject
        {
            ["memberCount"] = Whole("How many servers there may be."),
            ["sentinelCount"] = Whole("How many Sentinels there may be."),
        });

    public static JsonObject Topology() => Resource(
        "Forms the declared set of servers and Sentinels, or adopts the one that runs, and verifies it.", new JsonObject
        {
            ["state"] = Text("\"ok\" when all agreed, else \"degraded\"."),
            ["master"] = Text("The name of the master as it was last seen."),
            ["replicas"] = Whole("Servers that follow it."),
            ["sentinelEndpoints"] = List(
                new JsonObject { ["type"] = "string" }, "Where clients reach Sentinels: \"host:port\"."),
        });

    private static JsonObject Resource(string description, JsonObject outputs)
    {
        var properties = Inputs();
        foreach (var (name, schema) in outputs) properties[name] = schema!.DeepClone();
        return new JsonObject
        {
            ["description"] = description,
            ["inputProperties"] = Inputs(),
            ["requiredInputs"] = Names(s_required),
            ["properties"] = properties,
            ["required"] = Names(s_required.Concat(outputs.Select(output => output.Key))),
        };
    }

    private static JsonObject Inputs() => new()
    {
        ["masterName"] = Text("What the Sentinels call the master."),
        ["members"] = Members("All servers: two or more; the first is the master of an empty set."),
        ["sentinels"] = Members("All Sentinels: an odd number of three or more."),
        ["quorum"] = Whole(
            "How many Sentinels must agree that the master is down: 2 to one fewer than there are."),
        ["downAfterMs"] = Whole("After how long without an answer a server is down, in milliseconds."),
        ["failoverTimeoutMs"] = Whole("How long a failover may take, in milliseconds."),
        ["parallelSyncs"] = Whole("How many replicas copy from a new master at once."),
        ["minReplicas"] = Whole("Without so many replicas a master takes no writes."),
        ["minReplicasMaxLagSeconds"] = Whole("How far behind a replica may be to count, in seconds."),
        ["password"] = Secret("The password of the servers."),
        ["username"] = Text("The ACL user at servers; the default user when absent."),
        ["watchPassword"] = Secret("The password of Sentinels at servers; password when absent."),
        ["watchUsername"] = Text("The ACL user of Sentinels at servers; username when absent."),
        ["sentinelPassword"] = Secret("The password of the Sentinels themselves."),
        ["sentinelUsername"] = Text("The ACL user at Sentinels; the default user when absent."),
        ["tls"] = Reference("ClusterTls"),
        ["kubernetes"] = Reference("ClusterKubernetes"),
        ["workloads"] = List(new JsonObject { ["type"] = "string" },
            "Digests of the workloads: when one changes the set is verified again."),
    };

    private static JsonObject Members(string description) =>
        List(Reference("SentinelMember"), description);

    private static JsonObject Secret(string description)
    {
        var schema = Text(description);
        schema["secret"] = true;
        return schema;
    }

    private static JsonArray Names(IEnumerable<string> names) => [.. names.Select(name => JsonValue.Create(name))];
}
