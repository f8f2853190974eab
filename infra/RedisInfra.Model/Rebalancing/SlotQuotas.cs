using System.Collections.Immutable;
using RedisInfra.Model.Slots;

namespace RedisInfra.Model.Rebalancing;

/// <summary>
/// How many slots each party is to own: its exact share rounded down or up, with as few moves as possible.
/// </summary>
/// <param name="Of">A quota for each party.</param>
/// <param name="Undecided">Parties with an equal claim to one slot more; as many as <paramref name="Extras"/> get it.</param>
/// <param name="Extras">How many of the undecided get one slot more.</param>
internal sealed record SlotQuotas(ImmutableArray<int> Of, ImmutableArray<int> Undecided, int Extras)
{
    /// <summary>
    /// Largest remainder, but those that own more than their floor come first: each of them saves a move. Whom an equal
    /// remainder leaves undecided is settled where slots are given out, so that a range needn't be cut for one slot.
    /// </summary>
    public static SlotQuotas For(ImmutableArray<Party> parties)
    {
        long weights = parties.Sum(party => (long)party.Weight);
        var quotas = parties.Select(party => (int)(SlotRange.SlotCount * party.Weight / weights)).ToArray();
        int extras = SlotRange.SlotCount - quotas.Sum();
        var claims = Enumerable.Range(0, parties.Length)
            .Select(i => new Claim(i, Rank(parties[i], quotas[i]), SlotRange.SlotCount * (long)parties[i].Weight % weights))
            .Where(claim => claim.Remainder > 0)
            .OrderBy(claim => claim.Rank).ThenByDescending(claim => claim.Remainder)
            .ThenBy(claim => parties[claim.Party].Name, StringComparer.Ordinal).ToList();
        if (extras == 0) return new SlotQuotas([.. quotas], [], 0);
        var last = claims[extras - 1];
        var equal = claims.Where(claim => claim.Rank == last.Rank && claim.Remainder == last.Remainder).ToList();
        int decided = claims.IndexOf(equal[0]);
        // Of those that own more than their floor, each is as good as another; nothing is given to them.
        if (last.Rank != Claim.Wanting) decided = extras;
        foreach (var claim in claims.Take(decided)) quotas[claim.Party]++;
        return new SlotQuotas([.. quotas], decided == extras ? [] : [.. equal.Select(claim => claim.Party)], extras - decided);
    }

    /// <summary>A master without any slot is none; then one with more than its floor; then one that needs more.</summary>
    private static int Rank(Party party, int floor) => floor == 0 ? 0 : party.Owned.Count > floor ? 1 : Claim.Wanting;

    private sealed record Claim(int Party, int Rank, long Remainder)
    {
        public const int Wanting = 2;
    }
}
