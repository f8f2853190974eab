using System.Globalization;
using System.Text;

namespace RedisInfra.Model.Ring;

/// <summary>What makes a move this one and no other.</summary>
public static class RingMoveText
{
    /// <summary>
    /// Both rings as far as they decide where keys are: addresses aren't in it, since a server may come back at another
    /// one.
    /// </summary>
    public static string Of(RingPool from, RingPool to)
    {
        var text = new StringBuilder();
        foreach (var pool in new[] { from, to })
        {
            text.Append(CultureInfo.InvariantCulture,
                $"{RingWords.Of(pool.Hash)} {RingWords.Of(pool.Distribution)} \"{pool.HashTag}\"\n");
            foreach (var server in pool.Servers.Order(RingServerOrder.Instance))
                text.Append(CultureInfo.InvariantCulture, $" {server.Name} {server.Weight}\n");
        }
        return $"{text}";
    }
}
