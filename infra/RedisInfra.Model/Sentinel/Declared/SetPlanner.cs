using System.Collections.Immutable;
using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Model.Sentinel.Declared;

/// <summary>What makes a set the declared one: forms it, or sets right what differs; most often nothing.</summary>
public static class SetPlanner
{
    private const string Priority = "replica-priority";

    /// <summary>The plan.</summary>
    /// <param name="seen">What all that are declared say, and all whom they name.</param>
    /// <param name="declared">What is wanted.</param>
    /// <param name="leaving">Who was declared before and isn't any more: it is waited for, not refused.</param>
    public static SetPlan Plan(ObservedSet seen, DeclaredSet declared, IReadOnlyCollection<SetMember> leaving)
    {
        var view = new SetView(seen, declared, leaving);
        var refused = DeclaredRules.Check(declared).AddRange(SetRefusals.Find(view));
        if (!refused.IsEmpty) return new SetPlan.Refused(refused);
        var missing = Missing(seen, declared).ToImmutableArray();
        if (seen.Watching.Any()) return Settle(view, missing);
        return missing.IsEmpty ? FormRules.Plan(view) : new SetPlan.NotReady(missing);
    }

    /// <summary>What every server and every Sentinel is to be set to and isn't.</summary>
    internal static IEnumerable<SetStep> Options(SetView view, bool isWhole)
    {
        foreach (var one in view.Watching)
        {
            foreach (var (option, value) in view.Declared.SentinelOptions)
            {
                string was = one.Settings.GetValueOrDefault(option, "");
                // With those who come a higher quorum can be reached, and not before.
                bool waits = option == "quorum" && !isWhole && view.Declared.Quorum > one.Quorum;
                if (was != value && !waits) yield return new SetStep.Set(one.Endpoint, option, value, was);
            }
        }
        foreach (var step in ServerOptions(view)) yield return step;
    }

    /// <summary>What servers are to be set to. A drain that was given up leaves a priority of 0.</summary>
    internal static IEnumerable<SetStep> ServerOptions(SetView view) =>
        from one in view.Members
        from option in view.Declared.ServerOptions.Append((Option: Priority, Value: "100"))
        let was = one.Settings.GetValueOrDefault(option.Option, "")
        where option.Option == Priority ? was == "0" : was.Length > 0 && was != option.Value
        select (SetStep)new SetStep.Configure(one.Endpoint, option.Option, option.Value, was);

    private static SetPlan Settle(SetView view, ImmutableArray<Diagnostic> missing)
    {
        var seen = view.Seen;
        if (seen.Master is not { } master)
            return new SetPlan.NotReady([.. missing, .. SentinelHealth.Check(seen).Where(IsError)]);
        string at = seen.Watching.First().Master;
        var steps = ImmutableArray.CreateBuilder<SetStep>();
        // A server that no Sentinel counts with began alone; those with keys were refused.
        steps.AddRange(view.Members.Where(one => one.IsMaster && one.RunId != master.RunId && one.Keys == 0
            && !one.IsLoading && !view.IsKnown(one)).Select(one => new SetStep.Follow(one.Endpoint, at)));
        foreach (var one in view.Sentinels.Where(one => !one.IsWatching))
            steps.AddRange(FormRules.Watch(view.Declared, one.Endpoint, at));
        if (view.Declared.SignsIn)
            steps.AddRange(view.Watching.Where(IsCutOff).Select(one => new SetStep.SignIn(one.Endpoint)));
        steps.AddRange(Options(view, isWhole: missing.IsEmpty));
        var stale = PruneRules.Stale(seen);
        ImmutableArray<Diagnostic> why = stale.IsEmpty ? [] : PruneRules.Refusals(seen);
        if (steps.Count == 0 && !why.IsEmpty) return new SetPlan.NotReady([.. missing, .. why]);
        // Beside other steps too: a Sentinel that has just been given its password is cut off for a moment.
        if (!stale.IsEmpty && why.IsEmpty) steps.Add(new SetStep.Forget(stale));
        if (steps.Count > 0) return new SetPlan.Steps(steps.ToImmutable());
        var left = missing.AddRange(Unsettled(view, master));
        return left.IsEmpty ? new SetPlan.Settled() : new SetPlan.NotReady(left);
    }

    private static IEnumerable<Diagnostic> Missing(ObservedSet seen, DeclaredSet declared)
    {
        foreach (var one in declared.Sentinels)
        {
            var found = seen.Sentinels.FirstOrDefault(other => other.Endpoint == one.Endpoint);
            if (found?.Problem is null && found is not null) continue;
            yield return Gone("sentinel", one, found?.Problem ?? "it wasn't asked");
        }
        foreach (var one in declared.Members)
        {
            var found = seen.Servers.FirstOrDefault(other => other.Endpoint == one.Endpoint);
            if (found is { Problem: null, IsLoading: false }) continue;
            yield return Gone("server", one, found?.Problem
                ?? (found is null ? "it wasn't asked" : "it still reads its data from the disk"));
        }
    }

    private static Diagnostic Gone(string what, SetMember one, string problem) => new("RI3540",
        $"{what} {one.Name} ({one.Endpoint})", problem.TrimEnd('.'), "every declared one is asked",
        "See to its pod, and run up again");

    private static IEnumerable<Diagnostic> Unsettled(SetView view, ObservedServer master)
    {
        foreach (var found in SentinelHealth.Check(view.Seen).Where(IsError)) yield return found;
        var gone = view.Seen.Answering.Where(one => view.IsLeaving(one.Endpoint)).Select(one => one.Endpoint)
            .Concat(view.LeavingSentinels.Where(one => one.IsWatching).Select(one => one.Endpoint));
        foreach (string endpoint in gone)
        {
            yield return new Diagnostic("RI3545", endpoint, "it is to go, and still answers",
                "as long as it does it would be found again", "See why its pod stays");
        }
        foreach (var one in view.Watching)
        {
            var known = one.Replicas.Select(replica => view.Seen.Identity(replica.Endpoint)).ToHashSet();
            foreach (var server in view.Members.Where(two => two.RunId != master.RunId && !known.Contains(two.RunId)))
            {
                yield return new Diagnostic("RI3546", $"sentinel {one.Endpoint}",
                    $"it doesn't know the replica {server.Endpoint}", "it couldn't promote it",
                    "Sentinel asks the master every 10 s; else see whether the replica's link is up");
            }
        }
    }

    /// <summary>It can't sign in at a master that answers here: what else cuts it off is left as it is.</summary>
    private static bool IsCutOff(ObservedSentinel one) =>
        one.MasterFlags.Contains("disconnected") || one.MasterFlags.Contains("s_down");

    private static bool IsError(Diagnostic found) => found.Severity == Severity.Error;
}
