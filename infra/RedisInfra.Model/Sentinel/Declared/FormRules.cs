using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Model.Sentinel.Declared;

/// <summary>Whom to make the master of servers that no Sentinel watches yet.</summary>
internal static class FormRules
{
    /// <summary>All servers answer. Never does one that has keys follow one that hasn't given them to it.</summary>
    public static SetPlan Plan(SetView view)
    {
        var heads = view.Members.Where(one => one.IsMaster).ToList();
        if (heads.Count == 0)
        {
            return new SetPlan.NotReady([new Diagnostic(
                "RI3504", view.Declared.Where, "none of its servers is a master",
                "whose data is the newest can't be told", "See in their logs who was it, and end its REPLICAOF")]);
        }
        var master = heads.FirstOrDefault(one => one.Keys > 0)
            ?? heads.FirstOrDefault(one => view.Members.Any(other => view.Follows(other, one))) ?? heads[0];
        var others = view.Members.Where(one => one.RunId != master.RunId && !view.Follows(one, master)).ToList();
        var lost = others.Where(one => one.Keys > 0).ToList();
        // Those that follow an empty one lose their keys as soon as the link stands: so do not touch that.
        if (master.Keys == 0) lost = [.. view.Members.Where(one => one.Keys > 0)];
        if (lost.Count > 0) return new SetPlan.Refused([.. lost.Select(one => Loss(one, master))]);
        return new SetPlan.Steps(
        [
            .. others.Select(one => new SetStep.Follow(one.Endpoint, master.Endpoint)),
            .. view.Sentinels.SelectMany(one => Watch(view.Declared, one.Endpoint, master.Endpoint)),
            .. SetPlanner.ServerOptions(view),
        ]);
    }

    /// <summary>What makes a Sentinel watch.</summary>
    public static IEnumerable<SetStep> Watch(DeclaredSet declared, string sentinel, string master) =>
    [
        new SetStep.Monitor(sentinel, master, declared.Quorum),
        .. declared.SignsIn ? (SetStep[])[new SetStep.SignIn(sentinel)] : [],
        .. declared.SentinelOptions.Where(one => one.Option != "quorum")
            .Select(one => new SetStep.Set(sentinel, one.Option, one.Value, "")),
    ];

    private static Diagnostic Loss(ObservedServer one, ObservedServer master) => new("RI3542",
        $"server {one.Endpoint}", $"it has {Amounts.Count(one.Keys, "key")} and isn't up to date with "
            + $"{master.Endpoint}, which has {Amounts.Count(master.Keys, "key")}",
        "as its replica it would lose them", "Make the one with the right keys the master by REPLICAOF NO ONE, and "
            + "empty the other when its keys may go");
}
