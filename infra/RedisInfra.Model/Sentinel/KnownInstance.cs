using System.Collections.Immutable;

namespace RedisInfra.Model.Sentinel;

/// <summary>A replica or another Sentinel, as one Sentinel sees it.</summary>
/// <param name="Endpoint">"host:port".</param>
/// <param name="Id">Its run id; a Sentinel's stays over restarts. "" when it isn't known yet.</param>
/// <param name="Flags">As Sentinel writes them: <c>slave</c>, <c>sentinel</c>, <c>s_down</c>, …</param>
public sealed record KnownInstance(string Endpoint, string Id, ImmutableArray<string> Flags)
{
    /// <summary>A replica's priority as that Sentinel last heard of it.</summary>
    public int Priority { get; init; } = 100;

    /// <summary>Whether that Sentinel holds it for gone.</summary>
    public bool IsDown => Flags.Contains("s_down") || Flags.Contains("o_down");
}
