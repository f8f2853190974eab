using System.Collections.Immutable;
using Pulumi;
using Pulumi.Utilities;

namespace RedisInfra.Components.Common;

/// <summary>Small conversions of inputs.</summary>
internal static class Inputs
{
    /// <summary>The map as one text, in one order.</summary>
    public static Output<string> Text(InputMap<string>? map) => map is null ? Output.Create("") : map.Apply(values =>
        string.Join('\n', values
            .OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => $"{pair.Key}={pair.Value}")));

    /// <summary>The list as one text.</summary>
    public static Output<string> Text(InputList<string>? list) =>
        list is null ? Output.Create("") : list.Apply(values => string.Join('\n', values));

    /// <summary>The value as text; empty when there is none.</summary>
    public static Output<string> Text<T>(Input<T>? input) =>
        input is null ? Output.Create("") : input.Apply(value => value?.ToString() ?? "");

    /// <summary>A map of plain values.</summary>
    public static InputMap<string> Map(IEnumerable<KeyValuePair<string, string>> values) =>
        values.ToImmutableDictionary(StringComparer.Ordinal);

    /// <summary>A quantity as Kubernetes takes it.</summary>
    public static Input<string>? Text(Input<Quantity>? quantity)
    {
        if (quantity is null) return null;
        return quantity.Apply(value => value.ToString());
    }

    /// <summary>Waits for the value; null when it isn't known yet, or not set.</summary>
    public static async Task<T?> KnownAsync<T>(Input<T>? input) where T : class
    {
        if (input is null) return null;
        var output = input.ToOutput();
        return await OutputUtilities.GetIsKnownAsync(output).ConfigureAwait(false)
            ? await OutputUtilities.GetValueAsync(output).ConfigureAwait(false)
            : null;
    }

    /// <summary>As <see cref="KnownAsync{T}"/>, for value types.</summary>
    public static async Task<T?> KnownValueAsync<T>(Input<T>? input) where T : struct
    {
        if (input is null) return null;
        var output = input.ToOutput();
        return await OutputUtilities.GetIsKnownAsync(output).ConfigureAwait(false)
            ? await OutputUtilities.GetValueAsync(output).ConfigureAwait(false)
            : null;
    }
}
