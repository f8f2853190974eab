using System.Collections.Immutable;
using System.Numerics;

namespace RedisInfra.Model.Ring;

/// <summary>Which part of all hashes two rings give to whom.</summary>
public static class RingShares
{
    /// <summary>
    /// For each pair of a server of one ring and a server of the other that have something in common, its part: from 0
    /// to 1, all together 1. Exact when both rings hash and distribute alike; otherwise as if hashes fell anywhere.
    /// </summary>
    /// <param name="old">One ring.</param>
    /// <param name="young">The other.</param>
    public static ImmutableArray<RingShare> Of(KeyRing old, KeyRing young)
    {
        var parts = new double[old.Servers.Length, young.Servers.Length];
        bool isAlike = old.Pool.Hash == young.Pool.Hash && old.Pool.HashTag == young.Pool.HashTag
            && old.Pool.Distribution == young.Pool.Distribution;
        if (isAlike && old.Pool.Distribution == RingDistribution.Ketama) Arcs(old, young, parts);
        else if (isAlike && old.Pool.Distribution == RingDistribution.Modula) Residues(old, young, parts);
        else Independent(Of(old), Of(young), parts);
        var found = ImmutableArray.CreateBuilder<RingShare>();
        for (int i = 0; i < old.Servers.Length; i++)
        {
            for (int j = 0; j < young.Servers.Length; j++)
            {
                if (parts[i, j] > 0) found.Add(new RingShare(i, j, parts[i, j]));
            }
        }
        return found.ToImmutable();
    }

    /// <summary>The part of each server of a ring, in its order.</summary>
    public static ImmutableArray<double> Of(KeyRing ring)
    {
        int count = ring.Servers.Length;
        if (ring.Pool.Distribution == RingDistribution.Random) return [.. Enumerable.Repeat(1.0 / count, count)];
        var parts = new double[count, count];
        if (ring.Pool.Distribution == RingDistribution.Ketama) Arcs(ring, ring, parts);
        else Residues(ring, ring, parts);
        return [.. Enumerable.Range(0, count).Select(i => parts[i, i])];
    }

    /// <summary>Between two neighbouring points of either ring nothing changes.</summary>
    private static void Arcs(KeyRing old, KeyRing young, double[,] parts)
    {
        uint most = KeyHash.MaxOf(old.Pool.Hash);
        double whole = most + 1.0;
        // A ring of one server has no need of its points.
        var ends = old.Points.Concat(young.Points).Select(point => point.Value)
            .Where(value => value < most).Append(most).Distinct().Order();
        long before = -1;
        foreach (uint end in ends)
        {
            parts[At(old, end), At(young, end)] += (end - before) / whole;
            before = end;
        }
    }

    /// <summary>
    /// A hash is at i of n and at j of m for one of lcm(n, m) residues when i and j are alike modulo gcd(n, m), and
    /// never otherwise.
    /// </summary>
    private static void Residues(KeyRing old, KeyRing young, double[,] parts)
    {
        int common = (int)BigInteger.GreatestCommonDivisor(Size(old), Size(young));
        double all = (double)Size(old) / common * Size(young);
        for (int residue = 0; residue < common; residue++)
        {
            var ofYoung = Counts(young, residue, common);
            foreach (var (i, some) in Counts(old, residue, common))
            {
                foreach (var (j, others) in ofYoung) parts[i, j] += some * others / all;
            }
        }
    }

    private static void Independent(ImmutableArray<double> old, ImmutableArray<double> young, double[,] parts)
    {
        for (int i = 0; i < old.Length; i++)
        {
            for (int j = 0; j < young.Length; j++) parts[i, j] = old[i] * young[j];
        }
    }

    private static int At(KeyRing ring, uint hash) => ring.Servers.Length == 1 ? 0 : ring.AtHash(hash);

    private static int Size(KeyRing ring) => ring.Points.Length;

    /// <summary>How many places each server has among those at residue, residue + common, residue + 2 common…</summary>
    private static Dictionary<int, double> Counts(KeyRing ring, int residue, int common)
    {
        var counts = new Dictionary<int, double>();
        for (int i = residue; i < ring.Points.Length; i += common)
        {
            int server = ring.Points[i].Server;
            counts[server] = counts.GetValueOrDefault(server) + 1;
        }
        return counts;
    }
}
