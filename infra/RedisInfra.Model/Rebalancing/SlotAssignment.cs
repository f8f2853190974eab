using System.Collections.Immutable;
using RedisInfra.Model.Slots;

namespace RedisInfra.Model.Rebalancing;

/// <summary>
/// Who gets which of the slots that leave. A run of them goes to a neighbour that needs slots, from that neighbour's
/// side, so that ranges grow instead of multiply; what no neighbour takes goes to whoever needs most.
/// </summary>
internal sealed class SlotAssignment
{
    private readonly ImmutableArray<Party> _parties;
    private readonly int[] _lacks;
    private readonly HashSet<int> _undecided;
    private readonly int[] _to = new int[SlotRange.SlotCount];
    private readonly List<Gap> _gaps = [];
    private readonly List<int>[] _gapsBeside;
    private readonly Queue<int> _again = [];
    private int _extras;

    private SlotAssignment(
        ImmutableArray<Party> parties, SlotQuotas quotas, SlotMap map, ReadOnlySpan<bool> leaves)
    {
        _parties = parties;
        _lacks = [.. parties.Select((party, i) => Math.Max(0, quotas.Of[i] - party.Owned.Count))];
        _undecided = [.. quotas.Undecided];
        _extras = quotas.Extras;
        _gapsBeside = [.. parties.Select(_ => new List<int>())];
        Array.Fill(_to, SlotMap.Nobody);
        for (int slot = 0; slot < SlotRange.SlotCount; slot++)
        {
            if (!leaves[slot]) continue;
            int first = slot;
            while (slot + 1 < SlotRange.SlotCount && leaves[slot + 1]) slot++;
            AddGap(new Gap(first, slot, map[first - 1], map[slot + 1]));
        }
    }

    /// <summary>The new owner of each slot that leaves; nobody for the others.</summary>
    public IReadOnlyList<int> To => _to;

    /// <summary>How often a run of slots was looked at: a test holds it down.</summary>
    public int Looks { get; private set; }

    public static SlotAssignment Of(
        ImmutableArray<Party> parties, SlotQuotas quotas, SlotMap map, ReadOnlySpan<bool> leaves)
    {
        var assignment = new SlotAssignment(parties, quotas, map, leaves);
        assignment.ToNeighbours();
        assignment.ExtrasToNeighbours();
        assignment.ToTheNeediest();
        return assignment;
    }

    private void AddGap(Gap gap)
    {
        int number = _gaps.Count;
        _gaps.Add(gap);
        _again.Enqueue(number);
        if (gap.Left != SlotMap.Nobody) _gapsBeside[gap.Left].Add(number);
        if (gap.Right != SlotMap.Nobody && gap.Right != gap.Left) _gapsBeside[gap.Right].Add(number);
    }

    /// <summary>
    /// First where only one neighbour can take, as what it gets there decides what it can take elsewhere. A gap is
    /// looked at again only when a neighbour has become full: twice at most.
    /// </summary>
    private void ToNeighbours()
    {
        for (int next = 0; next < _gaps.Count; next++)
        {
            ToOnlyNeighbours();
            var gap = _gaps[next];
            if (!CanTake(gap.Left, gap) || !CanTake(gap.Right, gap)) continue;
            bool fromLeft = _lacks[gap.Left] >= _lacks[gap.Right];
            Take(gap, fromLeft ? gap.Left : gap.Right, fromLeft);
            _again.Enqueue(next);
        }
        ToOnlyNeighbours();
    }

    private void ToOnlyNeighbours()
    {
        while (_again.TryDequeue(out int number))
        {
            Looks++;
            var gap = _gaps[number];
            bool left = CanTake(gap.Left, gap);
            bool right = CanTake(gap.Right, gap);
            if (left && (!right || gap.Left == gap.Right)) Take(gap, gap.Left, fromLeft: true);
            else if (right && !left) Take(gap, gap.Right, fromLeft: false);
        }
    }

    private bool CanTake(int party, Gap gap) =>
        party != SlotMap.Nobody && gap.Count > 0 && (_lacks[party] > 0 || (gap.Count == 1 && MayHaveExtra(party)));

    private bool MayHaveExtra(int party) => _extras > 0 && _undecided.Contains(party);

    private void Take(Gap gap, int party, bool fromLeft)
    {
        // One slot more, where it saves a range that is one slot long.
        if (gap.Count == _lacks[party] + 1 && MayHaveExtra(party)) GiveExtra(party);
        int count = Math.Min(gap.Count, _lacks[party]);
        int first = fromLeft ? gap.First : gap.Last - count + 1;
        Give(party, first, count);
        if (fromLeft) gap.First += count;
        else gap.Last -= count;
        if (_lacks[party] > 0) return;
        foreach (int beside in _gapsBeside[party]) _again.Enqueue(beside);
    }

    private void GiveExtra(int party)
    {
        _undecided.Remove(party);
        _extras--;
        _lacks[party]++;
    }

    /// <summary>One slot more costs no range at a neighbour.</summary>
    private void ExtrasToNeighbours()
    {
        foreach (var gap in _gaps)
        {
            foreach (int party in new[] { gap.Left, gap.Right })
            {
                if (party == SlotMap.Nobody || gap.Count == 0 || !MayHaveExtra(party)) continue;
                GiveExtra(party);
                Take(gap, party, fromLeft: party == gap.Left);
            }
        }
    }

    private void ToTheNeediest()
    {
        int[] byName = [.. Enumerable.Range(0, _parties.Length)
            .OrderBy(party => _parties[party].Name, StringComparer.Ordinal)];
        int[] ranks = new int[byName.Length];
        for (int rank = 0; rank < byName.Length; rank++) ranks[byName[rank]] = rank;
        var needy = new PriorityQueue<int, (int Lacks, int Rank)>();
        foreach (int party in byName.Where(party => _lacks[party] > 0)) Wait(party);
        foreach (var gap in _gaps)
        {
            while (gap.Count > 0)
            {
                Looks++;
                if (!needy.TryDequeue(out int party, out _))
                {
                    // Only slots that somebody undecided gets are left.
                    party = byName.First(MayHaveExtra);
                    GiveExtra(party);
                }
                Take(gap, party, fromLeft: true);
                if (_lacks[party] > 0) Wait(party);
            }
        }

        void Wait(int party) => needy.Enqueue(party, (-_lacks[party], ranks[party]));
    }

    private void Give(int party, int first, int count)
    {
        Array.Fill(_to, party, first, count);
        _lacks[party] -= count;
    }

    /// <summary>A run of slots that leave, and who owns what is beside it and stays.</summary>
    private sealed class Gap(int first, int last, int left, int right)
    {
        public int First { get; set; } = first;

        public int Last { get; set; } = last;

        public int Left { get; } = left;

        public int Right { get; } = right;

        public int Count => Last - First + 1;
    }
}
