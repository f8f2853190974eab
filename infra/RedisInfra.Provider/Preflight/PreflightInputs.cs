using System.Collections.Immutable;
using RedisInfra.Provider.Values;

namespace RedisInfra.Provider.Preflight;

/// <summary>A taint that the pods put up with; null stands for any.</summary>
internal sealed record PodToleration(string Key, string? Value, string? Effect);

/// <summary>What is done with some kinds, as a rule of a Role says it.</summary>
internal sealed record AccessRule(
    string Group, ImmutableArray<string> Resources, ImmutableArray<string> Verbs, bool IsClusterWide);

/// <summary>
/// The input <c>preflight</c>: what the Kubernetes objects around the topology need from the cluster. Only the checks
/// before anything is made read it. What is null isn't known yet, or isn't asked for.
/// </summary>
internal sealed record PreflightInputs
{
    /// <summary>The Service that may hold the node ports already.</summary>
    public string? Service { get; init; }

    /// <summary>True when the same program makes the namespace.</summary>
    public bool IsNamespaceDeclared { get; init; }

    /// <summary>Whether the members claim volumes of a storage class.</summary>
    public bool HasClaims { get; init; }

    /// <summary>That class; null: the default one; "": volumes without a class.</summary>
    public string? StorageClass { get; init; }

    /// <summary>The node label whose values count as places; null when members may share one.</summary>
    public string? ApartBy { get; init; }

    /// <summary>How many members may not share a place.</summary>
    public int MembersApart { get; init; }

    public ImmutableDictionary<string, string> NodeSelector { get; init; } = ImmutableDictionary<string, string>.Empty;

    public ImmutableArray<PodToleration> Tolerations { get; init; } = [];

    public ImmutableArray<int> NodePorts { get; init; } = [];

    public string? Image { get; init; }

    public ImmutableArray<AccessRule> Rules { get; init; } = [];

    /// <summary>Reads the input; what is wrong in it the reader keeps.</summary>
    public static PreflightInputs? Read(InputReader outer)
    {
        if (outer.Map("preflight") is not { } reader) return null;
        reader.Only("service", "namespaceDeclared", "claims", "storageClass", "spread", "topologyKey", "membersApart",
            "nodeSelector", "tolerations", "nodePorts", "image", "rules");
        string? spread = reader.Text("spread");
        if (spread is not (null or "required" or "preferred"))
            reader.Fail("spread", "RI3103", $"is \"{spread}\"; it must be \"required\" or \"preferred\"");
        int? apart = reader.Number("membersApart", 1, 1000);
        string? key = reader.Text("topologyKey");
        return new PreflightInputs
        {
            Service = reader.Text("service"),
            IsNamespaceDeclared = reader.Flag("namespaceDeclared") ?? false,
            // A class that isn't known yet isn't the default one.
            HasClaims = (reader.Flag("claims") ?? false) && !reader.IsUnknown("storageClass"),
            StorageClass = reader.Text("storageClass"),
            // A selector that isn't known yet leaves open which nodes count.
            ApartBy = spread == "required" && apart is not null && !reader.IsUnknown("nodeSelector") ? key : null,
            MembersApart = apart ?? 1,
            NodeSelector = reader.TextMap("nodeSelector"),
            Tolerations = [.. (reader.Maps("tolerations", required: false) ?? []).Select(item => new PodToleration(
                item.Text("key", required: true) ?? "", item.Text("value"), item.Text("effect")))],
            NodePorts = reader.Numbers("nodePorts", 1, 65535),
            Image = reader.Text("image"),
            Rules = [.. (reader.Maps("rules", required: false) ?? []).Select(item => new AccessRule(
                item.Text("group") ?? "", item.Texts("resources"), item.Texts("verbs"),
                item.Flag("clusterWide") ?? false))],
        };
    }

    /// <summary>
    /// What is left to check when <paramref name="old"/> stands already: only what is new. What stands isn't refused.
    /// </summary>
    public PreflightInputs Since(PreflightInputs? old)
    {
        if (old is null) return this;
        bool sameNodes = old.ApartBy == ApartBy && old.MembersApart >= MembersApart
            && old.Tolerations.SequenceEqual(Tolerations) && !old.NodeSelector.Except(NodeSelector).Any()
            && !NodeSelector.Except(old.NodeSelector).Any();
        return this with
        {
            HasClaims = HasClaims && !(old.HasClaims && old.StorageClass == StorageClass),
            ApartBy = sameNodes ? null : ApartBy,
            NodePorts = [.. NodePorts.Except(old.NodePorts)],
            Image = old.Image == Image ? null : Image,
            Rules = [.. Rules.Where(rule => !old.Rules.Any(known => Covers(known, rule)))],
        };
    }

    private static bool Covers(AccessRule known, AccessRule rule) =>
        known.Group == rule.Group && known.IsClusterWide == rule.IsClusterWide
        && !rule.Resources.Except(known.Resources).Any() && !rule.Verbs.Except(known.Verbs).Any();
}
