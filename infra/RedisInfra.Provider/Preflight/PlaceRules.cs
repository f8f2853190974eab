namespace RedisInfra.Provider.Preflight;

/// <summary>Whether the nodes have places enough where Spread = Required asks for them.</summary>
internal static class PlaceRules
{
    public static void Check(PlacesNeed needs, PreflightFacts facts, Action<string, string, string, string> add)
    {
        if (!facts.Nodes.TryGet(out var nodes)) return;
        var usable = nodes.Where(node => Takes(node, needs)).ToList();
        var places = PlacesOf(usable, needs.Key);
        var closed = needs.IsEven ? ClosedPlaces(nodes, places, needs) : [];
        // A place that takes none stays at 0, and no other may have more than one more.
        int enough = !needs.IsEven ? needs.Count : closed.Count == 0 ? 1 : needs.Count;
        if (places.Count >= enough) return;
        int unlabelled = usable.Count(node => !node.Labels.ContainsKey(needs.Key));
        var others = new List<string>();
        if (nodes.Count > usable.Count)
            others.Add($"{nodes.Count - usable.Count} of {nodes.Count} nodes don't take these pods");
        if (unlabelled > 0) others.Add($"{unlabelled} without that label");
        string rest = others.Count == 0 ? "" : $" ({string.Join(", ", others)})";
        string counted = closed.Count == 0 ? ""
            : $"; the scheduler counts {string.Join(", ", closed)} too, which stays empty, so none may have two";
        add("RI4602",
            needs.IsEven ? $"Spread = Required spreads {needs.Count} {needs.Pods} evenly over {needs.Key}"
                : $"Spread = Required keeps {needs.Count} {needs.Pods} apart by {needs.Key}",
            $"the nodes that take them have {PreflightRules.Listed(places, "value", "values")}{rest}{counted}",
            needs.IsEven ? "Add nodes, let the pods tolerate the taints of those that are there, or set Spread to "
                + "Preferred" : "Add nodes, set Spread to Preferred, or declare fewer replicas");
    }

    /// <summary>
    /// Places of nodes that are selected and yet take nobody. The scheduler looks at selectors when it counts places,
    /// and not at taints (nodeTaintsPolicy is Ignore unless set).
    /// </summary>
    private static List<string> ClosedPlaces(IReadOnlyList<NodeFact> nodes, List<string> open, PlacesNeed needs) =>
        [.. PlacesOf(nodes.Where(node => IsSelected(node, needs)), needs.Key).Except(open)];

    private static List<string> PlacesOf(IEnumerable<NodeFact> nodes, string key) =>
    [
        .. nodes.Select(node => node.Labels.GetValueOrDefault(key)).OfType<string>().Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>As the scheduler decides: not cordoned, selected, and no taint that isn't put up with.</summary>
    private static bool Takes(NodeFact node, PlacesNeed needs) =>
        node.IsSchedulable && IsSelected(node, needs)
        && node.Taints.All(taint => needs.Tolerations.Any(toleration =>
            toleration.Key == taint.Key && (toleration.Value is null || toleration.Value == taint.Value)
            && (toleration.Effect is null || toleration.Effect == taint.Effect)));

    private static bool IsSelected(NodeFact node, PlacesNeed needs) =>
        needs.NodeSelector.All(label => node.Labels.GetValueOrDefault(label.Key) == label.Value);
}
