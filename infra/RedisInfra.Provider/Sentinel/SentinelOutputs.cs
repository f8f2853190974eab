using System.Collections.Immutable;
using Pulumi.Experimental;
using RedisInfra.Model.Sentinel;
using RedisInfra.Provider.Values;

namespace RedisInfra.Provider.Sentinel;

/// <summary>The outputs of both resources: their inputs, and what was seen.</summary>
internal static class SentinelOutputs
{
    private static readonly string[] s_secrets = ["password", "watchPassword", "sentinelPassword"];

    /// <summary>The inputs; passwords as secrets.</summary>
    public static Dictionary<string, PropertyValue> Inputs(ImmutableDictionary<string, PropertyValue> bag)
    {
        var outputs = new Dictionary<string, PropertyValue>(bag, StringComparer.Ordinal);
        foreach (string name in s_secrets)
            if (bag.Find(name) is { } secret) outputs[name] = secret.WithSecret(true);
        return outputs;
    }

    /// <summary>How many a list has, also when not all in it is known yet.</summary>
    public static PropertyValue Count(
        ImmutableDictionary<string, PropertyValue> bag, string name, int? known) =>
        known is { } count ? new PropertyValue(count)
            : bag.Find(name) is { IsComputed: false } value && value.TryGetArray(out var items)
                ? new PropertyValue(items.Length) : PropertyValue.Computed;

    /// <summary>A set that was looked at.</summary>
    public static Dictionary<string, PropertyValue> Of(
        ImmutableDictionary<string, PropertyValue> bag, SentinelInputs inputs, ObservedSet seen, string state)
    {
        var outputs = Planned(bag, inputs);
        outputs["state"] = new PropertyValue(state);
        outputs["master"] = new PropertyValue(seen.Master is { } master ? inputs.NameOf(master.Endpoint) : "");
        outputs["replicas"] = new PropertyValue(seen.Master is null ? 0
            : seen.Answering.Count(one => one.IsReplicaOf(seen.Master)));
        return outputs;
    }

    /// <summary>What is certain before anything is done.</summary>
    public static Dictionary<string, PropertyValue> Planned(
        ImmutableDictionary<string, PropertyValue> bag, SentinelInputs? inputs)
    {
        var outputs = Inputs(bag);
        outputs["state"] = new PropertyValue("ok"); // otherwise create and update fail
        outputs["master"] = PropertyValue.Computed;
        outputs["replicas"] = inputs is null ? PropertyValue.Computed
            : new PropertyValue(inputs.Set.Members.Length - 1);
        outputs["sentinelEndpoints"] = inputs is null ? PropertyValue.Computed : PropertyValues.List(
            inputs.Set.Sentinels.Select(one => new PropertyValue(one.Endpoint)));
        return outputs;
    }
}
