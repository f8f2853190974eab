namespace RedisInfra.Stacks.Reading;

/// <summary>Finds the word that was likely meant.</summary>
internal static class EditDistance
{
    /// <summary>
    /// The nearest of <paramref name="known"/>, if at most a third of its letters differ or it was cut short; ties
    /// go to the first. Two swapped neighbours count as one change (optimal string alignment), the commonest slip.
    /// </summary>
    public static string? Nearest(string word, IEnumerable<string> known)
    {
        string? best = null;
        var bestDistance = int.MaxValue;
        foreach (var candidate in known)
        {
            var distance = Between(word.ToLowerInvariant(), candidate.ToLowerInvariant());
            var isCutShort = word.Length >= 3 && candidate.StartsWith(word, StringComparison.OrdinalIgnoreCase);
            if (distance >= bestDistance || (distance > Math.Max(1, candidate.Length / 3) && !isCutShort)) continue;
            (best, bestDistance) = (candidate, distance);
        }

        return best;
    }

    /// <summary>The number of inserted, removed, changed or swapped letters between two words.</summary>
    public static int Between(string left, string right)
    {
        var cost = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++) cost[i, 0] = i;
        for (var j = 0; j <= right.Length; j++) cost[0, j] = j;
        for (var i = 1; i <= left.Length; i++)
        {
            for (var j = 1; j <= right.Length; j++)
            {
                var change = left[i - 1] == right[j - 1] ? 0 : 1;
                cost[i, j] = Math.Min(Math.Min(cost[i - 1, j], cost[i, j - 1]) + 1, cost[i - 1, j - 1] + change);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                    cost[i, j] = Math.Min(cost[i, j], cost[i - 2, j - 2] + 1);
            }
        }

        return cost[left.Length, right.Length];
    }
}
