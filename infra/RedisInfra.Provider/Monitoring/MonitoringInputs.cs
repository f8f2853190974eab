using System.Collections.Immutable;
using Pulumi.Experimental;
using Pulumi.Experimental.Provider;
using RedisInfra.Provider.Reach;
using RedisInfra.Provider.Topology;
using RedisInfra.Provider.Values;

namespace RedisInfra.Provider.Monitoring;

/// <summary>The inputs of a MonitoringObjects.</summary>
/// <param name="Component">Whose objects they are, for messages.</param>
/// <param name="Kubernetes">The cluster.</param>
/// <param name="Objects">What is declared.</param>
/// <param name="IsRequired">Whether a cluster that doesn't serve all of their kinds is refused.</param>
/// <param name="Served">The kinds that the check found served; null when it couldn't ask.</param>
internal sealed record MonitoringInputs(
    string Component, KubernetesSettings Kubernetes, ImmutableArray<ObjectText> Objects, bool IsRequired,
    ImmutableArray<string>? Served)
{
    public const string ServedName = "served";

    public static readonly string[] Names = ["component", "kubernetes", "objects", "required", ServedName];

    /// <summary>The component in messages.</summary>
    public string Where => $"monitoring of \"{Component}\"";

    public string Id => $"{Kubernetes.Namespace}/{Component}";

    /// <summary>The kinds that are declared, as <see cref="Served"/> has them.</summary>
    public IEnumerable<ObjectText> Kinds => Objects.DistinctBy(value => value.ServedAs);

    /// <summary>The objects that were made, where <see cref="Served"/> is known.</summary>
    public IEnumerable<ObjectText> Made => Objects.Where(value => Served?.Contains(value.ServedAs) is true);

    /// <summary>Null, and failures, when something is wrong; null alone when something isn't known yet.</summary>
    public static MonitoringInputs? Read(ImmutableDictionary<string, PropertyValue> bag, List<CheckFailure> failures)
    {
        var reader = new InputReader(bag, "", failures);
        reader.Only(Names);
        string? component = reader.Text("component", required: true);
        var kubernetes = TopologyInputs.ReadKubernetes(reader);
        if (bag.Find("kubernetes") is null) reader.Fail("kubernetes", "RI3103", "is required");
        bool required = reader.Flag("required") ?? false;
        var objects = reader.Texts("objects").Select(ObjectText.Read).ToImmutableArray();
        if (objects.Any(value => value is null))
            reader.Fail(
                "objects", "RI3103",
                "each must be JSON of an object with apiVersion, kind, metadata.name and metadata.namespace");
        ImmutableArray<string>? served = bag.Find(ServedName) is null ? null : reader.Texts(ServedName);
        bool unknown = bag.Values.Any(PropertyValues.HasUnknown);
        if (unknown || failures.Count > 0 || component is null || kubernetes is null) return null;
        return new MonitoringInputs(component, kubernetes, [.. objects.OfType<ObjectText>()], required, served);
    }

    /// <summary>Inputs that were checked before.</summary>
    /// <exception cref="InvalidOperationException">They aren't complete.</exception>
    public static MonitoringInputs Require(ImmutableDictionary<string, PropertyValue> bag) =>
        InputReader.Require(bag, Read);
}
