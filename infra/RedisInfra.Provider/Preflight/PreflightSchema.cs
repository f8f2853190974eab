using System.Text.Json.Nodes;
using static RedisInfra.Provider.SchemaParts;

namespace RedisInfra.Provider.Preflight;

/// <summary>The part of the package's schema that is about preflights.</summary>
internal static class PreflightSchema
{
    public static JsonObject Resource() => ResourceType(
        "Looks whether the cluster has what objects need, before they are made. Makes nothing.",
        ["subject", "kubernetes"], Inputs);

    public static Dictionary<string, JsonNode?> Types() => new()
    {
        ["redisinfra:index:PreflightImage"] = ObjectType(["argument", "name"], new JsonObject
        {
            ["argument"] = Text("The component's argument that has it, for messages."),
            ["name"] = Text("Its name."),
        }),
        ["redisinfra:index:PreflightClaim"] = ObjectType(["argument"], new JsonObject
        {
            ["argument"] = Text("The component's argument that says of which class, for messages."),
            ["storageClass"] = Text("That class; the default one when absent, none when empty."),
        }),
        ["redisinfra:index:PreflightPlaces"] = ObjectType(["pods", "count", "topologyKey"], new JsonObject
        {
            ["pods"] = Text("Who is placed, for messages."),
            ["count"] = Whole("How many of them."),
            ["topologyKey"] = Text("The node label whose values count as places."),
            ["even"] = Flag("Whether places may be shared, but none may have two pods more than another."),
            ["nodeSelector"] = TextMap("Labels that a node must have."),
            ["tolerations"] = List(Reference("PreflightToleration"), "Taints that don't keep the pods away."),
        }),
        ["redisinfra:index:PreflightNodePort"] = ObjectType(["argument", "port", "service"], new JsonObject
        {
            ["argument"] = Text("The component's argument that has it, for messages."),
            ["port"] = Whole("The port."),
            ["service"] = Text("The Service: what it holds stands already."),
        }),
        ["redisinfra:index:PreflightToleration"] = ObjectType(["key"], new JsonObject
        {
            ["key"] = Text("The taint's key."),
            ["value"] = Text("Its value; any when absent."),
            ["effect"] = Text("Its effect; any when absent."),
        }),
        ["redisinfra:index:PreflightRule"] = ObjectType(["resources", "verbs"], new JsonObject
        {
            ["group"] = Text("The API group; the core group when absent."),
            ["resources"] = List(Text(null), "Plural names, with /subresource."),
            ["verbs"] = List(Text(null), "get, create, patch, …"),
            ["clusterWide"] = Flag("Whether they have no namespace."),
        }),
    };

    private static JsonObject Inputs() => new()
    {
        ["subject"] = Text("The component, for messages: RedisCluster \"cache\"."),
        ["kubernetes"] = Reference("ClusterKubernetes"),
        ["service"] = Text("The client Service: where it is the component stands."),
        ["namespaceDeclared"] = Flag("Whether the same program makes the namespace."),
        ["images"] = List(Reference("PreflightImage"), "The images."),
        ["lasting"] = TextMap("What can't change while the component stands, by the component's argument."),
        ["claims"] = List(Reference("PreflightClaim"), "The storage classes of which volumes are claimed."),
        ["places"] = List(Reference("PreflightPlaces"), "Places that pods must have among the nodes."),
        ["nodePorts"] = List(Reference("PreflightNodePort"), "Node ports that Services are to have."),
        ["rules"] = List(Reference("PreflightRule"), "What is done with which kinds."),
    };
}
