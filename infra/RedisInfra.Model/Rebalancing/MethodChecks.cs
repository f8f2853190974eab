using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Rebalancing.Reports;

namespace RedisInfra.Model.Rebalancing;

/// <summary>How slots can be moved among these masters: both ends of a move must know the method.</summary>
internal static class MethodChecks
{
    public static MigrationMethod Of(RebalanceSituation situation)
    {
        if (situation.Request.Method is { } method) return method;
        var methods = situation.Parties.Select(party => party.View?.Method).OfType<MigrationMethod>().Distinct()
            .ToList();
        return methods.Count == 1 ? methods[0] : MigrationMethod.Windows;
    }

    public static IEnumerable<Diagnostic> Refusals(RebalanceDraft draft)
    {
        if (draft.Method == MigrationMethod.Windows) yield break;
        var others = draft.Situation.Parties.Where(party => party.View is { } view && view.Method != draft.Method)
            .OrderBy(party => party.Name, StringComparer.Ordinal).ToList();
        if (others.Count == 0) yield break;
        yield return new Diagnostic("RI3215", draft.Situation.Where,
            $"slots are to move by {PlanWords.Method(draft.Method)}",
            $"{others[0].Name} runs {others[0].View!.Version}, which doesn't have it",
            "Leave the method open, or run the same version everywhere");
    }

    public static IEnumerable<Diagnostic> Warnings(RebalanceDraft draft)
    {
        var versions = draft.Situation.Parties.Select(party => party.View?.Version).OfType<string>()
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (versions.Count < 2) yield break;
        string method = draft.Method == MigrationMethod.Windows
            ? "only the method that every version has can be used, which is slower"
            : "a newer version's data may not be readable for an older one";
        yield return new Diagnostic("RI3221", draft.Situation.Where, $"masters run {string.Join(", ", versions)}",
            method, "Run the same version everywhere", Severity.Warning);
    }
}
