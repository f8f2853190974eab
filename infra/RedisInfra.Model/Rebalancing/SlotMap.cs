using System.Collections.Immutable;
using RedisInfra.Model.Slots;

namespace RedisInfra.Model.Rebalancing;

/// <summary>Which party owns each slot, as an array: planning looks at every slot many times.</summary>
internal sealed class SlotMap
{
    /// <summary>In place of a party: nobody.</summary>
    public const int Nobody = -1;

    private readonly int[] _owners = new int[SlotRange.SlotCount];

    public SlotMap(ImmutableArray<Party> parties)
    {
        Array.Fill(_owners, Nobody);
        for (int party = 0; party < parties.Length; party++)
        {
            foreach (int slot in parties[party].Owned) _owners[slot] = party;
        }
    }

    /// <summary>The owner of a slot; nobody beyond the first and the last slot.</summary>
    public int this[int slot] => (uint)slot < SlotRange.SlotCount ? _owners[slot] : Nobody;
}
