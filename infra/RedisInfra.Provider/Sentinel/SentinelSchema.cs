using System.Text.Json.Nodes;

namespace RedisInfra.Provider.Sentinel;

/// <summary>The schema of SentinelDrain and SentinelTopology.</summary>
internal static class SentinelSchema
{
    private static readonly string[] s_required = ["masterName", "members", "sentinels", "quorum"];

    public static JsonObject Member() => ProviderSchema.Type(["name", "host", "port"], new JsonObject
    {
        ["name"] = ProviderSchema.Text("Its pod's name, or another name that stays."),
        ["host"] = ProviderSchema.Text("The stable DNS name that it announces, or an address."),
        ["port"] = ProviderSchema.Whole("Its port."),
    });

    public static JsonObject Drain() => Resource(
        "Has a master that goes hand over and Sentinels that go forgotten, before their pods go.", new JsonObject
        {
            ["memberCount"] = ProviderSchema.Whole("How many servers there may be."),
            ["sentinelCount"] = ProviderSchema.Whole("How many Sentinels there may be."),
        });

    public static JsonObject Topology() => Resource(
        "Forms the declared set of servers and Sentinels, or adopts the one that runs, and verifies it.", new JsonObject
        {
            ["state"] = ProviderSchema.Text("\"ok\" when all agreed, else \"degraded\"."),
            ["master"] = ProviderSchema.Text("The name of the master as it was last seen."),
            ["replicas"] = ProviderSchema.Whole("Servers that follow it."),
            ["sentinelEndpoints"] = ProviderSchema.List(
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
        ["masterName"] = ProviderSchema.Text("What the Sentinels call the master."),
        ["members"] = Members("All servers: two or more; the first is the master of an empty set."),
        ["sentinels"] = Members("All Sentinels: an odd number of three or more."),
        ["quorum"] = ProviderSchema.Whole("How many Sentinels must agree that the master is down."),
        ["downAfterMs"] = ProviderSchema.Whole("After how long without an answer a server is down, in milliseconds."),
        ["failoverTimeoutMs"] = ProviderSchema.Whole("How long a failover may take, in milliseconds."),
        ["parallelSyncs"] = ProviderSchema.Whole("How many replicas copy from a new master at once."),
        ["minReplicas"] = ProviderSchema.Whole("Without so many replicas a master takes no writes."),
        ["minReplicasMaxLagSeconds"] = ProviderSchema.Whole("How far behind a replica may be to count, in seconds."),
        ["password"] = Secret("The password of the servers."),
        ["username"] = ProviderSchema.Text("The ACL user at servers; the default user when absent."),
        ["watchPassword"] = Secret("The password of Sentinels at servers; password when absent."),
        ["watchUsername"] = ProviderSchema.Text("The ACL user of Sentinels at servers; username when absent."),
        ["sentinelPassword"] = Secret("The password of the Sentinels themselves."),
        ["sentinelUsername"] = ProviderSchema.Text("The ACL user at Sentinels; the default user when absent."),
        ["tls"] = ProviderSchema.Reference("ClusterTls"),
        ["kubernetes"] = ProviderSchema.Reference("ClusterKubernetes"),
        ["workloads"] = ProviderSchema.List(new JsonObject { ["type"] = "string" },
            "Digests of the workloads: when one changes the set is verified again."),
    };

    private static JsonObject Members(string description) =>
        ProviderSchema.List(ProviderSchema.Reference("SentinelMember"), description);

    private static JsonObject Secret(string description)
    {
        var schema = ProviderSchema.Text(description);
        schema["secret"] = true;
        return schema;
    }

    private static JsonArray Names(IEnumerable<string> names) => [.. names.Select(name => JsonValue.Create(name))];
}
