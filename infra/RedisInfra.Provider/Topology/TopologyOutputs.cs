using System.Collections.Immutable;
using Pulumi.Experimental;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Slots;
using RedisInfra.Model.Topology;
using RedisInfra.Provider.Values;

namespace RedisInfra.Provider.Topology;

/// <summary>The outputs of a ClusterTopology: its inputs, and what was seen.</summary>
internal static class TopologyOutputs
{
    private static readonly string[] s_observed =
        ["state", "slotsAssigned", "masters", "replicas", "nodes", "adopted", "endpoints"];

    /// <summary>From a cluster that was looked at.</summary>
    public static Dictionary<string, PropertyValue> Of(
        ImmutableDictionary<string, PropertyValue> inputs, DesiredCluster desired, ObservedCluster observed,
        string state, bool adopted)
    {
        var outputs = Inputs(inputs);
        int masters = observed.Live.Count(view => !view.Self.Slots.IsEmpty);
        outputs["state"] = new PropertyValue(state);
        outputs["slotsAssigned"] = new PropertyValue(observed.ClaimedSlots.Count);
        outputs["masters"] = new PropertyValue(masters);
        outputs["replicas"] = new PropertyValue(observed.Live.Count(view => view.Self.IsReplica));
        outputs["nodes"] = PropertyValues.List(observed.Live.Select(Node));
        outputs["adopted"] = new PropertyValue(adopted);
        outputs["endpoints"] = Endpoints(desired);
        return outputs;
    }

    /// <summary>What is certain before anything is done; the rest isn't known.</summary>
    public static Dictionary<string, PropertyValue> Planned(
        ImmutableDictionary<string, PropertyValue> inputs, TopologyInputs? known)
    {
        var outputs = Inputs(inputs);
        foreach (string name in s_observed) outputs[name] = PropertyValue.Computed;
        // Otherwise create and update fail.
        outputs["state"] = new PropertyValue("ok");
        outputs["slotsAssigned"] = new PropertyValue(SlotRange.SlotCount);
        if (known is null) return outputs;
        outputs["masters"] = new PropertyValue(known.Desired.Shards.Length);
        outputs["replicas"] = new PropertyValue(known.Desired.Members.Count() - known.Desired.Shards.Length);
        outputs["endpoints"] = Endpoints(known.Desired);
        return outputs;
    }

    private static Dictionary<string, PropertyValue> Inputs(ImmutableDictionary<string, PropertyValue> inputs)
    {
        var outputs = new Dictionary<string, PropertyValue>(inputs, StringComparer.Ordinal);
        if (inputs.Find("password") is { } password) outputs["password"] = password.WithSecret(true);
        return outputs;
    }

    private static PropertyValue Endpoints(DesiredCluster desired) =>
        PropertyValues.List(desired.Members.Select(member => new PropertyValue(member.Endpoint)));

    private static PropertyValue Node(NodeView.Live view) => PropertyValues.Map(
        ("name", new PropertyValue(view.Member.Name)),
        ("id", new PropertyValue(view.Self.Id.Value)),
        ("shard", new PropertyValue(view.Member.Shard)),
        ("role", new PropertyValue(view.Self.IsMaster ? "master" : "replica")));
}
