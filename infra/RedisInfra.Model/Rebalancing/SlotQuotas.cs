using System.Collections.Immutable;
using RedisInfra.Model.Slots;

namespace RedisInfra.Model.Rebalancing;

/// <summary>
/// How many slots each party is to own: its exact share rounded down or up, with as few moves as possible.
/// </summary>
/// <param name="Of">A quota for each party.</param>
/// <param name="Undecided">Parties with an equal claim to one slot more; <paramref name="Extras"/> of them get
/// it.</param>
/// <param name="Extras">How many of the undecided get one slot more.</param>
internal sealed record SlotQuotas(ImmutableArray<int> Of, ImmutableArray<int> Undecided, int Extras)
{
    private const int Wanting = 2;

    /// <summary>
    /// Largest remainder, but those that own more than their floor come first: each of them saves a move. Whom an equal
    /// remainder leaves undecided is settled where slots are given out, so that a range needn't be cut for one slot.
    /// </summary>
    public static SlotQuotas For(ImmutableArray<Party> parties)
    {
        long weights = parties.Sum(party => (long)party.Weight);
        long[] shares = [.. parties.Select(party => (long)SlotRange.SlotCount * party.Weight)];
        int[] quotas = [.. shares.Select(share => (int)(share / weights))];
        int extras = SlotRange.SlotCount - quotas.Sum();
        if (extras == 0) return new SlotQuotas([.. quotas], [], 0);
        var claims = Enumerable.Range(0, parties.Length).Where(i => shares[i] % weights > 0)
            .Select(i => new Claim(i, Rank(parties[i], quotas[i]), shares[i] % weights))
            .OrderBy(claim => claim.Rank).ThenByDescending(claim => claim.Remainder)
            .ThenBy(claim => parties[claim.Party].Name, StringComparer.Ordinal).ToList();
        // Undecided are those that would be equal but for their names. Of those that own more than their floor, nothing
        // is given to any: names may decide.
        var last = claims[extras - 1];
        var equal = last.Rank == Wanting
            ? claims.FindAll(claim => claim.Rank == Wanting && claim.Remainder == last.Remainder) : [];
        int decided = equal.Count == 0 ? extras : claims.IndexOf(equal[0]);
        foreach (var claim in claims.Take(decided)) quotas[claim.Party]++;
        return new SlotQuotas([.. quotas], [.. equal.Select(claim => claim.Party)], extras - decided);
    }

    /// <summary>
    /// First a master that would have none, then one with more than its floor, then one that needs more.
    /// </summary>
    private static int Rank(Party party, int floor) => floor == 0 ? 0 : party.Owned.Count > floor ? 1 : Wanting;

    private sealed record Claim(int Party, int Rank, long Remainder);
}
