using RedisInfra.Model.Observation;

namespace RedisInfra.Cli.Status;

/// <summary>What a server writes to disk, and how that goes.</summary>
/// <param name="Ok">Whether the last of everything succeeded.</param>
/// <param name="Text">In words.</param>
internal readonly record struct PersistenceWords(bool Ok, string Text)
{
    /// <param name="info">What INFO said.</param>
    /// <param name="savePoints">The directive <c>save</c>; null when the server doesn't tell.</param>
    public static PersistenceWords Of(InfoText info, string? savePoints)
    {
        if (info.Number("loading") == 1) return new(false, $"loading, {info.Text("loading_loaded_perc")} %");
        var parts = new List<string>();
        bool isLogged = info.Number("aof_enabled") == 1;
        bool logOk = info.Text("aof_last_write_status") is "ok" or ""
            && info.Text("aof_last_bgrewrite_status") is "ok" or "";
        if (isLogged) parts.Add(logOk ? "append-only ok" : "append-only failed");
        bool saves = savePoints is { Length: > 0 };
        bool savesOk = info.Text("rdb_last_bgsave_status") is "ok" or "";
        // A snapshot that failed stops writes only where there are save points.
        if (saves) parts.Add(savesOk ? "snapshots ok" : "snapshot failed");
        if (parts.Count == 0) return new(true, savePoints is null ? "" : "none");
        return new((!isLogged || logOk) && (!saves || savesOk), string.Join(", ", parts));
    }
}
