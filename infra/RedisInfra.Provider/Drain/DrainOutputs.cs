using System.Collections.Immutable;
using Pulumi.Experimental;
using RedisInfra.Provider.Values;

namespace RedisInfra.Provider.Drain;

/// <summary>The outputs of a ClusterDrain: its inputs, and who may stay.</summary>
internal static class DrainOutputs
{
    /// <summary>From inputs that may not be known as a whole: the members' names are enough.</summary>
    /// <param name="inputs">The inputs.</param>
    /// <param name="unreached">Members that left and couldn't be emptied; null when that isn't known yet.</param>
    public static Dictionary<string, PropertyValue> Of(
        ImmutableDictionary<string, PropertyValue> inputs, IEnumerable<string>? unreached)
    {
        var outputs = new Dictionary<string, PropertyValue>(inputs, StringComparer.Ordinal);
        if (inputs.Find("password") is { } password) outputs["password"] = password.WithSecret(true);
        outputs["safeMembers"] = Names(inputs) is { } names
            ? PropertyValues.List(names.Select(name => new PropertyValue(name))) : PropertyValue.Computed;
        outputs["unreached"] = unreached is null ? PropertyValue.Computed
            : PropertyValues.List(unreached.Select(name => new PropertyValue(name)));
        return outputs;
    }

    /// <summary>The members' names, or null when one isn't known yet.</summary>
    private static List<string>? Names(ImmutableDictionary<string, PropertyValue> inputs)
    {
        if (inputs.Find("members") is not { } members || !members.TryGetArray(out var items)) return null;
        var names = new List<string>();
        foreach (var item in items)
        {
            if (!item.TryGetMap(out var map) || map.Find("name") is not { } value
                || !value.TryGetString(out string? name)) return null;
            names.Add(name);
        }
        return names;
    }
}
