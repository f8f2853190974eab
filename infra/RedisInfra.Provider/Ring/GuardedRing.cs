using System.Collections.Immutable;
using System.Globalization;
using Pulumi.Experimental;
using Pulumi.Experimental.Provider;
using RedisInfra.Model.Ring;
using RedisInfra.Provider.Values;

namespace RedisInfra.Provider.Ring;

/// <summary>The inputs of a RingGuard.</summary>
internal sealed record GuardedRing(
    string Pool, string Hash, string Distribution, string HashTag, ImmutableArray<(string Name, int Weight)> Servers,
    bool KeepsData, bool Refuses)
{
    /// <summary>Null, and failures, when something is wrong; null alone when something isn't known yet.</summary>
    public static GuardedRing? Read(ImmutableDictionary<string, PropertyValue> bag, List<CheckFailure> failures)
    {
        var reader = new InputReader(bag, "", failures);
        reader.Only("pool", "hash", "distribution", "hashTag", "servers", "keepsData", "onChange");
        var (pool, hash) = (reader.Text("pool", required: true), reader.Text("hash", required: true));
        var (distribution, tag) = (reader.Text("distribution", required: true), reader.Text("hashTag"));
        var (keeps, onChange) = (reader.Flag("keepsData", required: true), reader.Text("onChange", required: true));
        var texts = reader.Texts("servers");
        if (onChange is not (null or "refuse" or "remap"))
            reader.Fail("onChange", "RI3103", "must be \"refuse\" or \"remap\"");
        if (hash is not null && RingWords.Hashes.All(word => word.Name != hash))
            reader.Fail("hash", "RI3103", $"must be one of {string.Join(", ", RingWords.Hashes.Select(w => w.Name))}");
        if (distribution is not null && RingWords.Distributions.All(word => word.Name != distribution))
            reader.Fail("distribution", "RI3103", "must be \"ketama\", \"modula\" or \"random\"");
        var servers = texts.Select(Server).ToImmutableArray();
        if (servers.Any(server => server is null))
            reader.Fail("servers", "RI3103", "each must be name:weight, the weight 1 or more");
        else if (texts.IsEmpty && !reader.IsUnknown("servers"))
            reader.Fail("servers", "RI3103", "must have one or more");
        if (pool is null || hash is null || distribution is null || keeps is null || onChange is null
            || reader.IsUnknown("servers") || failures.Count > 0) return null;
        return new GuardedRing(
            pool, hash, distribution, tag ?? "", [.. servers.Select(server => server!.Value)], keeps.Value,
            onChange == "refuse");
    }

    private static (string Name, int Weight)? Server(string text)
    {
        int colon = text.LastIndexOf(':');
        return colon > 0 && int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture,
            out int weight) && weight > 0 ? (text[..colon], weight) : null;
    }
}
