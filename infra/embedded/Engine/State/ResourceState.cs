using System.Collections.Immutable;
using Pulumi.Experimental;

namespace RedisInfra.Embedded.Engine.State;

/// <summary>One resource as the state file keeps it. Member order is the order of fields on disk.</summary>
internal sealed record ResourceState
{
    public required string Urn { get; init; }
    public required bool Custom { get; init; }

    /// <summary>Replaced already; it stays until its own deletion succeeded.</summary>
    public bool Delete { get; init; }

    /// <summary>Empty for a component.</summary>
    public string Id { get; init; } = "";

    public required string Type { get; init; }

    public ImmutableDictionary<string, PropertyValue> Inputs { get; init; } =
        ImmutableDictionary<string, PropertyValue>.Empty;

    public ImmutableDictionary<string, PropertyValue> Outputs { get; init; } =
        ImmutableDictionary<string, PropertyValue>.Empty;

    public string Parent { get; init; } = "";
    public bool Protect { get; init; }

    /// <summary>Read, not managed: never updated or deleted.</summary>
    public bool External { get; init; }

    public ImmutableArray<string> Dependencies { get; init; } = [];
    public ImmutableArray<string> InitErrors { get; init; } = [];

    /// <summary>"{provider urn}::{provider id}".</summary>
    public string Provider { get; init; } = "";

    public ImmutableDictionary<string, ImmutableArray<string>> PropertyDependencies { get; init; } =
        ImmutableDictionary<string, ImmutableArray<string>>.Empty;

    /// <summary>Deleted before its replacement was made.</summary>
    public bool PendingReplacement { get; init; }

    public ImmutableArray<string> AdditionalSecretOutputs { get; init; } = [];
    public ImmutableArray<string> Aliases { get; init; } = [];
    public CustomTimeouts? CustomTimeouts { get; init; }
    public string ImportId { get; init; } = "";
    public bool RetainOnDelete { get; init; }
    public string DeletedWith { get; init; } = "";

    /// <summary>
    /// RFC 3339 with up to nine decimals, as text: a clock tick here is coarser than what the file may hold.
    /// </summary>
    public string Created { get; init; } = "";

    /// <summary>As <see cref="Created"/>.</summary>
    public string Modified { get; init; } = "";

    public string SourcePosition { get; init; } = "";
    public ImmutableArray<string> IgnoreChanges { get; init; } = [];
    public ImmutableArray<string> ReplaceOnChanges { get; init; } = [];

    /// <summary>
    /// Fields of the file that this engine doesn't know, as JSON text by name; they are written back.
    /// </summary>
    public ImmutableSortedDictionary<string, string> Unknown { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;
}
