using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace RedisInfra.Model.Ring;

/// <summary>
/// The points of a ketama ring. How many a server has is computed with C's float, and its rounding costs a server four
/// of its 160 points in pools of some sizes: then keys move between servers that stay, too.
/// </summary>
internal static class KetamaPoints
{
    private const int PointsPerServer = 160;
    private const int PointsPerDigest = 4;

    /// <summary>nutcracker cuts "name-number" at this many bytes.</summary>
    private const int MaxTextBytes = 272;

    /// <summary>
    /// The points of servers in nutcracker's order, sorted. Two servers at the same point stay in their order, as with
    /// the stable sort of glibc's qsort; musl's isn't stable, so a proxy on Alpine may choose the other one.
    /// </summary>
    public static ImmutableArray<RingPoint> Of(ImmutableArray<RingServer> servers)
    {
        uint total = 0;
        foreach (var server in servers) total += (uint)server.Weight;
        var points = new List<RingPoint>(servers.Length * PointsPerServer);
        for (int i = 0; i < servers.Length; i++)
        {
            byte[] name = Encoding.UTF8.GetBytes(servers[i].Name);
            int digests = Count(servers[i].Weight, total, servers.Length) / PointsPerDigest;
            for (int number = 0; number < digests; number++)
            {
                byte[] suffix = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"-{number}"));
                byte[] text = [.. name, .. suffix];
                var hashed = text.AsSpan(0, Math.Min(text.Length, MaxTextBytes));
                for (int part = 0; part < PointsPerDigest; part++)
                    points.Add(new RingPoint(KeyHash.FromMd5(hashed, part), i));
            }
        }
        return [.. points.OrderBy(point => point.Value)];
    }

    /// <summary>How many points a server has. Every step is rounded to a float, as nutcracker's is.</summary>
    private static int Count(int weight, uint total, int servers)
    {
        float part = (float)weight / (float)total;
        float scaled = (float)(part * (float)PointsPerServer);
        scaled = (float)(scaled / (float)PointsPerDigest);
        scaled = (float)(scaled * (float)servers);
        float nudged = (float)((double)scaled + 0.0000000001);
        return (int)(uint)(MathF.Floor(nudged) * PointsPerDigest);
    }
}
