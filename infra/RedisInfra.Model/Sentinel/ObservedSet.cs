using System.Collections.Immutable;

namespace RedisInfra.Model.Sentinel;

/// <summary>A master, its replicas and the Sentinels that watch them, as they were seen.</summary>
/// <param name="MasterName">What the Sentinels call the master.</param>
/// <param name="Sentinels">All that were named to us or by one of them; each once.</param>
/// <param name="Servers">All servers that a Sentinel names.</param>
public sealed record ObservedSet(
    string MasterName, ImmutableArray<ObservedSentinel> Sentinels, ImmutableArray<ObservedServer> Servers)
{
    /// <summary>Sentinels that answered and watch the master.</summary>
    public IEnumerable<ObservedSentinel> Watching => Sentinels.Where(one => one.Problem is null && one.IsWatching);

    /// <summary>Servers that answered, each once even when it has two addresses.</summary>
    public IEnumerable<ObservedServer> Answering =>
        Servers.Where(one => one.Problem is null).DistinctBy(one => one.RunId);

    /// <summary>The server that all Sentinels name and that is a master; null when there is none.</summary>
    public ObservedServer? Master
    {
        get
        {
            var named = Watching.Select(one => Identity(one.Master)).Distinct().ToList();
            if (named.Count != 1) return null;
            return Answering.FirstOrDefault(one => one.IsMaster && Identity(one.Endpoint) == named[0]);
        }
    }

    /// <summary>What tells servers apart: the process's id where it answers, else the address.</summary>
    public string Identity(string endpoint) =>
        Servers.FirstOrDefault(one => one.Endpoint == endpoint && one.Problem is null)?.RunId ?? endpoint;

    /// <summary>Whether a Sentinel of that id answered.</summary>
    public bool Answers(KnownInstance sentinel) =>
        Sentinels.Any(one => one.Problem is null && one.Id == sentinel.Id);

    /// <summary>Whether a server answered at that address.</summary>
    public bool AnswersAt(string endpoint) => Servers.Any(one => one.Endpoint == endpoint && one.Problem is null);
}
