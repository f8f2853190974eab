using System.Collections.Immutable;
using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Model.Sentinel.Declared;

/// <summary>
/// What has to be done before pods go: nobody who goes is promoted any more, a master that goes hands over, Sentinels
/// that go let go and are forgotten while the majority of those that count stays.
/// </summary>
public static class SetDrainPlanner
{
    /// <summary>The plan.</summary>
    /// <param name="seen">What all of both declarations say, and all whom they name.</param>
    /// <param name="before">What was declared.</param>
    /// <param name="declared">What is wanted.</param>
    public static SetPlan Plan(ObservedSet seen, DeclaredSet before, DeclaredSet declared)
    {
        var servers = Leaving(before.Members, declared.Members);
        var sentinels = Leaving(before.Sentinels, declared.Sentinels);
        if (servers.IsEmpty && sentinels.IsEmpty) return new SetPlan.Settled();
        var refused = Whole(before, declared).Concat(SetRefusals.Denied(seen)).ToImmutableArray();
        if (!refused.IsEmpty) return new SetPlan.Refused(refused);
        var view = new SetView(seen, declared, [.. servers, .. sentinels]);
        if (!seen.Watching.Any())
        {
            return new SetPlan.NotReady([new Diagnostic("RI3540", declared.Where,
                "no Sentinel that watches it answers", "who is the master can't be told", "Bring them up")]);
        }
        var unclear = SentinelHealth.Check(seen).Where(one => SentinelHealth.IsUnclear(one.Code)
            && !(one.Code == "RI3502" && sentinels.Any(gone => one.Where == $"sentinel {gone.Endpoint}")))
            .ToImmutableArray();
        if (seen.Master is not { } master || !unclear.IsEmpty) return new SetPlan.NotReady(unclear);
        if (view.IsLeaving(master.Endpoint) && !view.Members.Any(one => CanTakeOver(view, one, master)))
        {
            return new SetPlan.Refused([new Diagnostic("RI3537", declared.Where,
                $"its master {master.Endpoint} is to go, and no replica that stays follows it with its link up",
                "nobody could take over its keys", "Bring one up, and run up again")]);
        }
        ImmutableArray<SetStep> steps = [.. Servers(view, master), .. Sentinels(view, sentinels)];
        return steps.IsEmpty ? new SetPlan.Settled() : new SetPlan.Steps(steps);
    }

    /// <summary>Who was declared and isn't any more, by name.</summary>
    public static ImmutableArray<SetMember> Leaving(
        ImmutableArray<SetMember> before, ImmutableArray<SetMember> after) =>
        [.. before.Where(one => after.All(other => other.Name != one.Name))];

    /// <summary>What knows the data and the set must not go all at once.</summary>
    private static IEnumerable<Diagnostic> Whole(DeclaredSet before, DeclaredSet declared)
    {
        int servers = before.Members.Length - Leaving(before.Members, declared.Members).Length;
        int sentinels = before.Sentinels.Length - Leaving(before.Sentinels, declared.Sentinels).Length;
        if (servers == 0)
        {
            yield return new Diagnostic("RI3541", declared.Where, "none of the servers that stand would stay",
                "the keys go with them", "Declare both, run up, and take the old ones away then");
        }
        if (sentinels < declared.Quorum)
        {
            yield return new Diagnostic("RI3541", declared.Where,
                $"{sentinels} of the Sentinels that stand would stay, and the quorum is {declared.Quorum}",
                "no failover could begin before the new ones are there",
                "Declare both, run up, and take the old ones away then");
        }
    }

    private static bool CanTakeOver(SetView view, ObservedServer one, ObservedServer master) =>
        one is { IsMaster: false, IsLinkUp: true, Priority: > 0 } && view.Follows(one, master);

    private static IEnumerable<SetStep> Servers(SetView view, ObservedServer master)
    {
        var seen = view.Seen;
        // What fewer can't fulfil any more is lowered before they are fewer.
        foreach (var one in view.Watching.Where(one => one.Quorum > view.Declared.Quorum))
        {
            yield return new SetStep.Set(one.Endpoint, "quorum", $"{view.Declared.Quorum}", $"{one.Quorum}");
        }
        foreach (var one in seen.Answering)
        {
            string was = one.Settings.GetValueOrDefault("min-replicas-to-write", "");
            if (view.Declared.MinReplicas is { } least && int.TryParse(was, out int now) && now > least)
                yield return new SetStep.Configure(one.Endpoint, "min-replicas-to-write", $"{least}", was);
        }
        var leaving = seen.Answering.Where(one => view.IsLeaving(one.Endpoint)).ToList();
        foreach (var one in leaving)
        {
            string was = one.Settings.GetValueOrDefault("replica-priority", $"{one.Priority}");
            if (was != "0") yield return new SetStep.Configure(one.Endpoint, "replica-priority", "0", was);
        }
        var unheard = leaving.Where(one => one.RunId != master.RunId && seen.Watching.Any(sentinel =>
            sentinel.Replicas.Any(replica => replica.Priority > 0 && seen.Identity(replica.Endpoint) == one.RunId)))
            .Select(one => one.Endpoint).ToImmutableArray();
        if (!unheard.IsEmpty) yield return new SetStep.Heard(unheard);
        if (view.IsLeaving(master.Endpoint)) yield return new SetStep.HandOver(master.Endpoint);
    }

    /// <summary>So many at once that those who stay are the majority of all whom anybody counts with.</summary>
    private static IEnumerable<SetStep> Sentinels(SetView view, ImmutableArray<SetMember> leaving)
    {
        var ids = view.LeavingSentinels.ToDictionary(one => one.Endpoint, one => one.Id);
        var watching = view.LeavingSentinels.Where(one => one.IsWatching).Select(one => one.Endpoint)
            .Where(endpoint => leaving.Any(one => one.Endpoint == endpoint)).ToList();
        int staying = view.Watching.Count();
        // Who let go in a run that was stopped counts until it is forgotten.
        var gone = Known(view, [.. ids.Where(one => !watching.Contains(one.Key)).Select(one => one.Value)]);
        if (!gone.IsEmpty) yield return new SetStep.Forget(gone);
        while (watching.Count > 0)
        {
            int count = staying + watching.Count;
            int most = Math.Max(1, ((count + 1) / 2) - 1);
            var now = watching.Take(most).ToList();
            watching.RemoveRange(0, now.Count);
            foreach (string endpoint in now) yield return new SetStep.Retire(endpoint);
            yield return new SetStep.Forget(Known(view, [.. now.Select(endpoint => ids[endpoint])]));
        }
    }

    private static ImmutableArray<StaleInstance> Known(SetView view, ImmutableHashSet<string> ids) =>
    [
        .. from one in view.Seen.Watching
           where !ids.Contains(one.Id)
           from other in one.Sentinels
           where ids.Contains(other.Id)
           group one.Endpoint by other.Endpoint into same
           orderby same.Key
           select new StaleInstance(same.Key, true, [.. same]),
    ];
}
