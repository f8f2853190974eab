using System.Collections.Immutable;
using RedisInfra.Provider.Values;

namespace RedisInfra.Provider.Preflight;

/// <summary>An image.</summary>
/// <param name="Argument">The component's argument that has it.</param>
/// <param name="Name">Its name.</param>
internal sealed record ImageNeed(string Argument, string Name)
{
    /// <summary>Null when it isn't known yet.</summary>
    public static ImageNeed? Read(InputReader reader)
    {
        reader.Only("argument", "name");
        string? argument = reader.Text("argument", required: true);
        return reader.Text("name", required: true) is { } name ? new(argument ?? "", name) : null;
    }
}

/// <summary>Volumes that are claimed.</summary>
/// <param name="Argument">The component's argument that says of which class.</param>
/// <param name="StorageClass">That class; null: the default one; "": volumes without a class.</param>
internal sealed record ClaimNeed(string Argument, string? StorageClass)
{
    /// <summary>Null when the class isn't known yet: that isn't the default one.</summary>
    public static ClaimNeed? Read(InputReader reader)
    {
        reader.Only("argument", "storageClass");
        string? argument = reader.Text("argument", required: true);
        string? name = reader.Text("storageClass");
        return reader.IsUnknown("storageClass") ? null : new ClaimNeed(argument ?? "", name);
    }
}

/// <summary>A node port that a Service is to have.</summary>
/// <param name="Argument">The component's argument that has it.</param>
/// <param name="Port">The port.</param>
/// <param name="Service">The Service, which may hold it already.</param>
internal sealed record NodePortNeed(string Argument, int Port, string Service)
{
    /// <summary>Null when it isn't known yet.</summary>
    public static NodePortNeed? Read(InputReader reader)
    {
        reader.Only("argument", "port", "service");
        string? argument = reader.Text("argument", required: true);
        int? port = reader.Number("port", 1, 65535, required: true);
        string? service = reader.Text("service", required: true);
        return port is null ? null : new NodePortNeed(argument ?? "", port.Value, service ?? "");
    }
}

/// <summary>A taint that the pods put up with; null stands for any.</summary>
internal sealed record PodToleration(string Key, string? Value, string? Effect);

/// <summary>Places among the nodes, where Spread = Required asks for them.</summary>
/// <param name="Pods">Who is placed, in words.</param>
/// <param name="Count">How many of them.</param>
/// <param name="Key">The node label whose values count as places.</param>
internal sealed record PlacesNeed(string Pods, int Count, string Key)
{
    private const int MaxPods = 10_000;

    /// <summary>
    /// True where places may be shared, but none may have two pods more than another; false: a place for each.
    /// </summary>
    public bool IsEven { get; init; }

    public ImmutableDictionary<string, string> NodeSelector { get; init; } = ImmutableDictionary<string, string>.Empty;

    public ImmutableArray<PodToleration> Tolerations { get; init; } = [];

    /// <summary>Null when something isn't known yet: a selector leaves open which nodes count.</summary>
    public static PlacesNeed? Read(InputReader reader)
    {
        reader.Only("pods", "count", "topologyKey", "even", "nodeSelector", "tolerations");
        string? pods = reader.Text("pods", required: true);
        int? count = reader.Number("count", 1, MaxPods, required: true);
        string? key = reader.Text("topologyKey", required: true);
        bool isEven = reader.Flag("even") ?? false;
        var selector = reader.TextMap("nodeSelector");
        var tolerations = (reader.Maps("tolerations", required: false) ?? []).Select(item => new PodToleration(
            item.Text("key", required: true) ?? "", item.Text("value"), item.Text("effect"))).ToImmutableArray();
        if (pods is null || count is null || key is null || reader.IsUnknown("nodeSelector")) return null;
        return new PlacesNeed(pods, count.Value, key)
        {
            IsEven = isEven, NodeSelector = selector, Tolerations = tolerations,
        };
    }

    /// <summary>Whether <paramref name="known"/> asks for as much of the same nodes.</summary>
    public bool IsWithin(PlacesNeed known) =>
        known.Key == Key && known.IsEven == IsEven && known.Count >= Count
        && known.Tolerations.SequenceEqual(Tolerations) && !known.NodeSelector.Except(NodeSelector).Any()
        && !NodeSelector.Except(known.NodeSelector).Any();
}

/// <summary>What is done with some kinds, as a rule of a Role says it.</summary>
internal sealed record AccessRule(
    string Group, ImmutableArray<string> Resources, ImmutableArray<string> Verbs, bool IsClusterWide)
{
    public static AccessRule Read(InputReader reader)
    {
        reader.Only("group", "resources", "verbs", "clusterWide");
        return new AccessRule(
            reader.Text("group") ?? "", reader.Texts("resources"), reader.Texts("verbs"),
            reader.Flag("clusterWide") ?? false);
    }

    public bool IsWithin(AccessRule known) =>
        known.Group == Group && known.IsClusterWide == IsClusterWide
        && !Resources.Except(known.Resources).Any() && !Verbs.Except(known.Verbs).Any();
}
