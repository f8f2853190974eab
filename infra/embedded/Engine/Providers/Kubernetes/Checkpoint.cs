using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Pulumi.Experimental;

namespace RedisInfra.Embedded.Engine.Providers.Kubernetes;

using Bag = ImmutableDictionary<string, PropertyValue>;

/// <summary>
/// A resource's outputs as the official provider keeps them in the state: the live object, and beside it what it was
/// made from, so that either provider can take over from the other.
/// </summary>
internal static class Checkpoint
{
    public const string Inputs = "__inputs";
    public const string FieldManager = "__fieldManager";
    public const string InitialApiVersion = "__initialApiVersion";

    public static Bag Outputs(JsonObject live, Bag inputs, string fieldManager)
    {
        var outputs = SecretMarks.Mark(PropertyJson.ToBag(Tidy(live, inputs)), inputs);
        return outputs
            .SetItem(Inputs, new(SecretMarks.Mark(inputs, inputs)))
            .SetItem(FieldManager, new(fieldManager))
            .SetItem(InitialApiVersion, new(inputs.Text("apiVersion") ?? "v1"));
    }

    /// <summary>Outputs that a preview can vouch for: nothing that the server only decides when it really
    /// acts.</summary>
    public static Bag PreviewOutputs(JsonObject dryRun, Bag inputs, bool isNew)
    {
        var live = Tidy(dryRun, inputs);
        live.Remove("status");
        if (live["metadata"] is JsonObject metadata)
        {
            foreach (var field in (string[])["resourceVersion", "generation"])
                metadata.Remove(field);
            foreach (var field in isNew ? (string[])["uid", "creationTimestamp", "selfLink"] : [])
                metadata.Remove(field);
        }

        // A dry run picks an address and gives it back.
        if (isNew && live["spec"] is JsonObject spec && live["kind"]?.GetValue<string>() == "Service"
            && ObjectName.Map(inputs, "spec").Text("clusterIP") is null)
        {
            spec.Remove("clusterIP");
            spec.Remove("clusterIPs");
        }

        return SecretMarks.Mark(PropertyJson.ToBag(live), inputs);
    }

    private static JsonObject Tidy(JsonObject live, Bag inputs)
    {
        var tidy = (JsonObject)live.DeepClone();

        // Who owns which field is the server's business, and longer than the object itself.
        (tidy["metadata"] as JsonObject)?.Remove("managedFields");

        // An older server may hold it in another version; what was declared stays declared.
        if (inputs.Text("apiVersion") is { } apiVersion)
            tidy["apiVersion"] = apiVersion;
        return tidy;
    }
}
