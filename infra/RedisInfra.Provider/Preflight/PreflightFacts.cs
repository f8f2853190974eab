using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using RedisInfra.Provider.Volumes;

namespace RedisInfra.Provider.Preflight;

/// <summary>An answer of the cluster, or why there is none.</summary>
internal sealed record Answer<T>(T? Value, string? Missing) where T : class
{
    /// <summary>Nobody asked.</summary>
    public static Answer<T> NotAsked { get; } = new(null, null);

    public bool TryGet([NotNullWhen(true)] out T? value) => (value = Value) is not null;
}

/// <summary>A node.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsSchedulable">Whether it takes new pods at all.</param>
/// <param name="Labels">Its labels.</param>
/// <param name="Taints">Taints that keep pods away which don't put up with them.</param>
internal sealed record NodeFact(
    string Name, bool IsSchedulable, ImmutableDictionary<string, string> Labels, ImmutableArray<TaintFact> Taints);

/// <summary>A taint.</summary>
internal sealed record TaintFact(string Key, string Value, string Effect);

/// <summary>A node port that a Service holds.</summary>
internal sealed record NodePortFact(int Port, string Namespace, string Service);

/// <summary>A right that we don't have.</summary>
internal sealed record MissingRight(string Verb, string Resource, bool IsClusterWide);

/// <summary>What the cluster said about what the preflight needs.</summary>
internal sealed record PreflightFacts
{
    /// <summary>The kubeconfig's context that was asked.</summary>
    public string Context { get; init; } = "";

    /// <summary>The namespace's phase: Active, Terminating; "" when there is no such namespace.</summary>
    public Answer<string> Namespace { get; init; } = Answer<string>.NotAsked;

    /// <summary>Whether the component's Service is there, and is ours: then all of the component was once made. Null
    /// when that isn't known.</summary>
    public bool? Stands { get; init; }

    public Answer<IReadOnlyList<NodeFact>> Nodes { get; init; } = Answer<IReadOnlyList<NodeFact>>.NotAsked;

    public Answer<IReadOnlyList<VolumeClass>> StorageClasses { get; init; } =
        Answer<IReadOnlyList<VolumeClass>>.NotAsked;

    /// <summary>
    /// The classes that existing volumes name, "" for none. Claims bind them even without a StorageClass of that name;
    /// only asked when there is none.
    /// </summary>
    public Answer<IReadOnlyList<string>> VolumeClasses { get; init; } = Answer<IReadOnlyList<string>>.NotAsked;

    public Answer<IReadOnlyList<NodePortFact>> NodePorts { get; init; } = Answer<IReadOnlyList<NodePortFact>>.NotAsked;

    public Answer<IReadOnlyList<MissingRight>> Rights { get; init; } = Answer<IReadOnlyList<MissingRight>>.NotAsked;

    /// <summary>What was asked without an answer, and why.</summary>
    public IEnumerable<(string What, string Why)> Gaps
    {
        get
        {
            if (Namespace.Missing is { } ns) yield return ("the namespace", ns);
            if (Rights.Missing is { } rights) yield return ("rights", rights);
            if (Nodes.Missing is { } nodes) yield return ("the number of nodes", nodes);
            if (StorageClasses.Missing is { } classes) yield return ("storage classes", classes);
            if (NodePorts.Missing is { } ports) yield return ("node ports", ports);
        }
    }
}
