using System.Collections.Immutable;
using RedisInfra.Provider.Values;

namespace RedisInfra.Provider.Preflight;

/// <summary>
/// What the Kubernetes objects of a component need from the cluster. What isn't known yet isn't in it.
/// </summary>
internal sealed record PreflightInputs
{
    public static readonly string[] Names =
    [
        "subject", "kubernetes", "service", "namespaceDeclared", "images", "lasting", "claims", "places", "nodePorts",
        "rules",
    ];

    /// <summary>The Service that stands where the component does.</summary>
    public string? Service { get; init; }

    /// <summary>True when the same program makes the namespace.</summary>
    public bool IsNamespaceDeclared { get; init; }

    public ImmutableArray<ImageNeed> Images { get; init; } = [];

    /// <summary>What can't change, by the component's argument.</summary>
    public ImmutableDictionary<string, string> Lasting { get; init; } = ImmutableDictionary<string, string>.Empty;

    public ImmutableArray<ClaimNeed> Claims { get; init; } = [];

    public ImmutableArray<PlacesNeed> Places { get; init; } = [];

    public ImmutableArray<NodePortNeed> NodePorts { get; init; } = [];

    public ImmutableArray<AccessRule> Rules { get; init; } = [];

    /// <summary>Whether there is anything that only the cluster can tell, but that it stands.</summary>
    public bool AsksCluster => Claims.Length > 0 || Places.Length > 0 || NodePorts.Length > 0 || Rules.Length > 0;

    /// <summary>Reads the inputs; what is wrong in them the reader keeps.</summary>
    public static PreflightInputs Read(InputReader reader) => new()
    {
        Service = reader.Text("service"),
        IsNamespaceDeclared = reader.Flag("namespaceDeclared") ?? false,
        Images = [.. Items(reader, "images").Select(ImageNeed.Read).OfType<ImageNeed>()],
        Lasting = reader.TextMap("lasting"),
        Claims = [.. Items(reader, "claims").Select(ClaimNeed.Read).OfType<ClaimNeed>()],
        Places = [.. Items(reader, "places").Select(PlacesNeed.Read).OfType<PlacesNeed>()],
        NodePorts = [.. Items(reader, "nodePorts").Select(NodePortNeed.Read).OfType<NodePortNeed>()],
        Rules = [.. Items(reader, "rules").Select(AccessRule.Read)],
    };

    /// <summary>
    /// What is left to check when <paramref name="old"/> stands already: only what is new. What stands isn't refused.
    /// </summary>
    public PreflightInputs Since(PreflightInputs old) => this with
    {
        Images = [.. Images.Where(image => !old.Images.Any(known => known.Name == image.Name))],
        Claims = [.. Claims.Where(claim => !old.Claims.Any(known => known.StorageClass == claim.StorageClass))],
        Places = [.. Places.Where(places => !old.Places.Any(places.IsWithin))],
        NodePorts = [.. NodePorts.Where(port => !old.NodePorts.Any(known => known.Port == port.Port))],
        Rules = [.. Rules.Where(rule => !old.Rules.Any(rule.IsWithin))],
    };

    private static List<InputReader> Items(InputReader reader, string name) =>
        reader.Maps(name, required: false) ?? [];
}
