using System.Collections.Immutable;
using Pulumi.Experimental;

namespace Pulumi.Hosting;

/// <summary>One resource as the program declares it.</summary>
internal sealed record RegisterRequest
{
    public required string Type { get; init; }
    public required string Name { get; init; }
    public required bool Custom { get; init; }

    /// <summary>Empty for the root stack only.</summary>
    public string ParentUrn { get; init; } = "";

    public ImmutableDictionary<string, PropertyValue> Inputs { get; init; } =
        ImmutableDictionary<string, PropertyValue>.Empty;

    /// <summary>Every resource that must stand before this one: dependsOn and all data dependencies.</summary>
    public ImmutableHashSet<string> Dependencies { get; init; } = [];

    public ImmutableDictionary<string, ImmutableHashSet<string>> PropertyDependencies { get; init; } =
        ImmutableDictionary<string, ImmutableHashSet<string>>.Empty;

    /// <summary>"{provider urn}::{provider id}"; empty for the package's default provider.</summary>
    public string Provider { get; init; } = "";

    public string Version { get; init; } = "";
    public string PluginDownloadUrl { get; init; } = "";
    public bool? Protect { get; init; }
    public bool? RetainOnDelete { get; init; }
    public bool? DeleteBeforeReplace { get; init; }
    public string DeletedWith { get; init; } = "";
    public string ImportId { get; init; } = "";
    public ImmutableArray<string> IgnoreChanges { get; init; } = [];
    public ImmutableArray<string> ReplaceOnChanges { get; init; } = [];
    public ImmutableArray<string> AdditionalSecretOutputs { get; init; } = [];
    public ImmutableArray<AliasRequest> Aliases { get; init; } = [];
    public TimeSpan? CreateTimeout { get; init; }
    public TimeSpan? UpdateTimeout { get; init; }
    public TimeSpan? DeleteTimeout { get; init; }
}

/// <summary>An earlier identity of a resource: a whole URN, or the parts of it that were different.</summary>
internal sealed record AliasRequest(
    string? Urn, string? Name, string? Type, string? Stack, string? Project, string? ParentUrn, bool NoParent);

/// <summary>What the host made of a <see cref="RegisterRequest"/>.</summary>
/// <param name="Urn">The resource's URN.</param>
/// <param name="Id">Empty for a component; null while it is unknown, in a preview.</param>
/// <param name="Outputs">The resource's outputs; in a preview a missing one is unknown.</param>
internal sealed record RegisterResponse(string Urn, string? Id, ImmutableDictionary<string, PropertyValue> Outputs);
