using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Pulumi.Experimental;
using Pulumi.Experimental.Provider;
using RedisInfra.Provider.Reach;
using RedisInfra.Provider.Topology;
using RedisInfra.Provider.Values;
using static RedisInfra.Provider.SchemaParts;

namespace RedisInfra.Provider.Volumes;

/// <summary>A claim template, or a claim, as it is declared.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Size">Its size, as it is written.</param>
/// <param name="StorageClass">Its class; null for the default one.</param>
internal sealed record DeclaredClaim(string Name, string Size, string? StorageClass);

/// <summary>The inputs of a VolumeExpansion.</summary>
/// <param name="Workload">The StatefulSet, or what else uses the claims.</param>
/// <param name="Kubernetes">The cluster.</param>
/// <param name="Pods">The StatefulSet's pods; empty when the claims are no StatefulSet's.</param>
/// <param name="Claims">What is declared.</param>
internal sealed record VolumeExpansionInputs(
    string Workload, KubernetesSettings Kubernetes, ImmutableArray<string> Pods, ImmutableArray<DeclaredClaim> Claims)
{
    public static readonly string[] Names = ["workload", "kubernetes", "pods", "claims"];

    /// <summary>The claims in messages.</summary>
    public string Where => $"volumes of \"{Workload}\"";

    public string Id => $"{Kubernetes.Namespace}/{Workload}";

    /// <summary>Whether a StatefulSet makes the claims.</summary>
    public bool HasSet => Pods.Length > 0;

    /// <summary>The names of the claims of a template, or its own.</summary>
    public IEnumerable<string> NamesOf(DeclaredClaim claim) =>
        HasSet ? Pods.Select(pod => $"{claim.Name}-{pod}") : [claim.Name];

    /// <summary>The claim that an earlier declaration had of the same name.</summary>
    public DeclaredClaim? Find(string name) => Claims.FirstOrDefault(claim => claim.Name == name);

    /// <summary>Whether sizes or classes are written otherwise than in <paramref name="old"/>.</summary>
    public bool Differs(VolumeExpansionInputs old) =>
        Claims.Any(claim => old.Find(claim.Name) is { } was && was != claim);

    /// <summary>Null, and failures, when something is wrong; null alone when something isn't known yet.</summary>
    public static VolumeExpansionInputs? Read(
        ImmutableDictionary<string, PropertyValue> bag, List<CheckFailure> failures)
    {
        var reader = new InputReader(bag, "", failures);
        reader.Only(Names);
        string? workload = reader.Text("workload", required: true);
        var kubernetes = TopologyInputs.ReadKubernetes(reader);
        if (bag.Find("kubernetes") is null) reader.Fail("kubernetes", "RI3103", "is required");
        var pods = reader.Texts("pods");
        var claims = (reader.Maps("claims", required: true) ?? []).Select(ReadClaim).ToList();
        bool unknown = bag.Any(entry => PropertyValues.HasUnknown(entry.Value));
        if (unknown || failures.Count > 0 || workload is null || kubernetes is null) return null;
        return new VolumeExpansionInputs(workload, kubernetes, pods, [.. claims.OfType<DeclaredClaim>()]);
    }

    /// <summary>Inputs that were checked before.</summary>
    /// <exception cref="InvalidOperationException">They aren't complete.</exception>
    public static VolumeExpansionInputs Require(ImmutableDictionary<string, PropertyValue> bag) =>
        InputReader.Require(bag, Read);

    /// <summary>The resource in the package's schema.</summary>
    public static JsonObject Schema() => ResourceType(
        "Has claims grow in place, and lets go of a StatefulSet whose template then differs.",
        ["workload", "kubernetes", "claims"], Properties);

    /// <summary>The type of its claims.</summary>
    public static JsonObject ClaimSchema() => ObjectType(["name", "size"], new JsonObject
    {
        ["name"] = Text("The name of the claim template, or of the claim."),
        ["size"] = Text("The declared size: 10Gi."),
        ["storageClass"] = Text("The declared class; the default one when absent."),
    });

    private static JsonObject Properties() => new()
    {
        ["workload"] = Text("The StatefulSet's name, or that of what uses the claims."),
        ["kubernetes"] = Reference("ClusterKubernetes"),
        ["pods"] = List(Text(null), "The StatefulSet's pods; none for claims that are objects of their own."),
        ["claims"] = List(Reference("VolumeExpansionClaim"), "The claim templates, or the claims."),
    };

    private static DeclaredClaim? ReadClaim(InputReader reader)
    {
        reader.Only("name", "size", "storageClass");
        string? name = reader.Text("name", required: true);
        string? size = reader.Text("size", required: true);
        if (size is not null && StorageSize.Bytes(size) is null)
            reader.Fail("size", "RI3103", $"is \"{size}\"; it must be a Kubernetes quantity such as 10Gi");
        return name is null || size is null ? null : new DeclaredClaim(name, size, reader.Text("storageClass"));
    }
}
