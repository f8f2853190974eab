using System.Collections.Immutable;

namespace RedisInfra.Model.Migration;

/// <summary>
/// How many keys each master holds of each slot that is open somewhere: <c>CLUSTER COUNTKEYSINSLOT</c>.
/// </summary>
/// <param name="Keys">(member's name, slot) to keys. A pair that is missing wasn't asked or didn't answer.</param>
public sealed record OpenSlotCounts(ImmutableDictionary<(string Member, int Slot), long> Keys)
{
    /// <summary>Nothing was asked.</summary>
    public static OpenSlotCounts None { get; } = new(ImmutableDictionary<(string, int), long>.Empty);

    /// <summary>The same without the keys of those who only repeat what the owner has.</summary>
    public OpenSlotCounts Without(IEnumerable<OpenSlotBystander> repeating) => new(Keys.SetItems(
        repeating.Select(one => KeyValuePair.Create((one.Member.Name, one.Slot), 0L))));

    /// <summary>The keys that a member holds of a slot, or null when that isn't known.</summary>
    public long? Of(string member, int slot) => Keys.TryGetValue((member, slot), out long count) ? count : null;
}
