using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Rebalancing.Reports;

namespace RedisInfra.Model.Rebalancing;

/// <summary>How slots can be moved among these masters, and whether their versions understand each other.</summary>
internal static class MethodChecks
{
    /// <summary>Both ends of a move must know the method.</summary>
    public static MigrationMethod Of(RebalanceSituation situation)
    {
        if (situation.Request.Method is { } method) return method;
        var methods = situation.Parties.Select(party => party.View?.Method).OfType<MigrationMethod>().Distinct()
            .ToList();
        return methods.Count == 1 ? methods[0] : MigrationMethod.Windows;
    }

    public static IEnumerable<Diagnostic> Refusals(RebalanceDraft draft) => [.. Lacking(draft), .. Unreadable(draft)];

    public static IEnumerable<Diagnostic> Warnings(RebalanceDraft draft)
    {
        var versions = draft.Situation.Parties.Select(party => party.View?.Version).OfType<string>()
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (versions.Count < 2) yield break;
        string why = versions.Select(MigrationMethods.Of).Distinct().Count() > 1
            ? "only the method that every version has can be used, which is slower"
            : "an older one can't read all that a newer one writes";
        yield return new Diagnostic("RI3221", draft.Situation.Where, $"masters run {string.Join(", ", versions)}",
            why, "Run the same version everywhere", Severity.Warning);
    }

    private static IEnumerable<Diagnostic> Lacking(RebalanceDraft draft)
    {
        if (draft.Method == MigrationMethod.Windows) yield break;
        var other = draft.Situation.Parties.Where(party => party.View is { } view && view.Method != draft.Method)
            .MinBy(party => party.Name, StringComparer.Ordinal);
        if (other is null) yield break;
        yield return new Diagnostic("RI3215", draft.Situation.Where,
            $"slots are to move by {PlanWords.Method(draft.Method)}",
            $"{other.Name} runs {other.View!.Version}, which doesn't have it",
            "Leave the method open, or run the same version everywhere");
    }

    /// <summary>Every key would be refused, and the slots would stay open half way.</summary>
    private static IEnumerable<Diagnostic> Unreadable(RebalanceDraft draft)
    {
        var versions = draft.Situation.Parties.Where(party => party.View is not null)
            .ToDictionary(party => party.Name, party => party.View!.Version, StringComparer.Ordinal);
        return draft.Moves.Where(move => move.Keys > 0 && versions.TryGetValue(move.To.Name, out string? reader)
                && !DumpFormats.CanRead(reader, versions[move.From.Name]))
            .OrderBy(move => move.From.Name, StringComparer.Ordinal)
            .ThenBy(move => move.To.Name, StringComparer.Ordinal)
            .Select(move => new Diagnostic("RI3216", draft.Situation.Where,
                $"keys are to move from {move.From.Name}, which runs {versions[move.From.Name]}, to {move.To.Name}, "
                    + $"which runs {versions[move.To.Name]}",
                "the latter can't read them", "Upgrade it first"));
    }
}
