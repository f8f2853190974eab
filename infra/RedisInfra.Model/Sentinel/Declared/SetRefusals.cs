using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Model.Sentinel.Declared;

/// <summary>What was seen and forbids to touch the set: it is another one, or keys could be lost.</summary>
internal static class SetRefusals
{
    public static IEnumerable<Diagnostic> Find(SetView view) =>
        [.. Denied(view.Seen), .. Foreign(view), .. Undeclared(view), .. Strangers(view), .. Masters(view)];

    /// <summary>A wrong password doesn't become right by waiting.</summary>
    public static IEnumerable<Diagnostic> Denied(ObservedSet seen)
    {
        var all = seen.Sentinels.Where(one => one.IsDenied).Select(one => ("sentinel", one.Endpoint, one.Problem))
            .Concat(seen.Servers.Where(one => one.IsDenied).Select(one => ("server", one.Endpoint, one.Problem)));
        foreach (var (what, endpoint, problem) in all)
        {
            yield return new Diagnostic("RI3533", $"{what} {endpoint}", $"it says {problem?.TrimEnd('.')}",
                "without its password nothing can be told about it", "Declare the user and the password that it has");
        }
    }

    private static IEnumerable<Diagnostic> Foreign(SetView view)
    {
        bool areAllThere = view.Members.Length == view.Declared.Members.Length;
        foreach (var one in view.Watching.Where(one => !view.IsOurs(one.Master) && !view.IsLeaving(one.Master)))
        {
            if (one.Replicas.Any(replica => view.IsOurs(replica.Endpoint))) continue; // one set: see Undeclared
            if (!areAllThere && !view.Seen.AnswersAt(one.Master)) continue; // its name may be an address of before
            yield return new Diagnostic("RI3532", $"sentinel {one.Endpoint}",
                $"what it calls \"{view.Declared.MasterName}\" is {one.Master}",
                "that is no declared server, nor has it one as a replica: it watches another set by this name",
                "Give this set another name, or have that Sentinel let go of the other with SENTINEL REMOVE");
        }
    }

    private static IEnumerable<Diagnostic> Undeclared(SetView view)
    {
        var sentinels = view.Sentinels.Concat(view.LeavingSentinels).Select(one => one.Id).ToHashSet();
        foreach (var one in view.Seen.Watching.Where(one => !sentinels.Contains(one.Id)))
        {
            yield return new Diagnostic("RI3536", $"sentinel {one.Endpoint}", "it watches this set and isn't declared",
                "the majority is counted with it", "Declare it, or let it go with SENTINEL REMOVE and stop it");
        }
        var master = view.Seen.Master;
        foreach (var one in view.Seen.Answering.Where(one => !view.IsOurs(one.Endpoint)
            && !view.IsLeaving(one.Endpoint) && (one.RunId == master?.RunId || IsPart(view, one, master))))
        {
            yield return new Diagnostic("RI3536", $"server {one.Endpoint}",
                $"it is {(one.IsMaster ? "the master" : "a replica")} of this set and isn't declared",
                "Sentinel may promote it", "Declare it, or stop it and have the Sentinels forget it");
        }
    }

    private static bool IsPart(SetView view, ObservedServer one, ObservedServer? master) => view.IsKnown(one)
        && master is not null && view.IsOurs(master.Endpoint) && view.Follows(one, master);

    private static IEnumerable<Diagnostic> Strangers(SetView view) =>
        from one in view.Members
        where !one.IsMaster && !view.IsOurs(one.Follows) && !view.IsLeaving(one.Follows) && IsOther(view, one)
        select new Diagnostic("RI3535", $"server {one.Endpoint}", $"it replicates {one.Follows}",
            "that is no declared server: it has another set's data",
            "Declare that one, or end it with REPLICAOF NO ONE and empty it when its keys may go");

    /// <summary>Whom Sentinels count with is told of as undeclared; who is gone may have been of this set.</summary>
    private static bool IsOther(SetView view, ObservedServer one)
    {
        var followed = view.Seen.Answering.FirstOrDefault(other => other.RunId == view.Seen.Identity(one.Follows));
        return followed is not null && !view.IsKnown(followed);
    }

    /// <summary>Of several masters with keys only one can keep them.</summary>
    private static IEnumerable<Diagnostic> Masters(SetView view)
    {
        bool isWatched = view.Seen.Watching.Any();
        var masters = view.Members.Where(one => one.IsMaster && one.Keys > 0
            && !(isWatched && view.IsKnown(one))).ToList();
        if (masters.Count > (isWatched ? 0 : 1))
        {
            string all = string.Join(" and ", masters.Select(
                one => $"{one.Endpoint} with {Amounts.Count(one.Keys, "key")}"));
            yield return new Diagnostic("RI3534", view.Declared.Where, isWatched
                ? $"{all} {(masters.Count == 1 ? "is a master" : "are masters")} that no Sentinel counts with"
                : $"{all} are masters",
                "who becomes a replica loses its keys", "See whose keys are right, and empty the other with FLUSHALL");
        }
    }
}
