namespace RedisInfra.Kubernetes;

/// <summary>"Did you mean": the nearest of the known names.</summary>
internal static class Spelling
{
    /// <summary>The known name with the fewest edits from <paramref name="name"/>; null when none is near.</summary>
    public static string? Nearest(string name, IEnumerable<string> known) => known
        .Select(candidate => (candidate, Edits: Distance(name.ToLowerInvariant(), candidate.ToLowerInvariant())))
        .Where(x => x.Edits <= Math.Max(1, name.Length / 3))
        .OrderBy(x => x.Edits).ThenBy(x => x.candidate, StringComparer.Ordinal)
        .Select(x => x.candidate).FirstOrDefault();

    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
