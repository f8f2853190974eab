using Pulumi.Hosting;

namespace Pulumi;

/// <summary>An earlier identity of a resource: a whole URN, or the parts of it that were different.</summary>
public sealed class Alias
{
    public string? Urn { get; set; }
    public Input<string>? Name { get; set; }
    public Input<string>? Type { get; set; }
    public Input<string>? Stack { get; set; }
    public Input<string>? Project { get; set; }
    public Resource? Parent { get; set; }
    public Input<string>? ParentUrn { get; set; }
    public bool NoParent { get; set; }

    internal async Task<AliasRequest> ToRequestAsync()
    {
        if (Urn is not null) return new(Urn, null, null, null, null, null, false);
        if (Parent is not null && ParentUrn is not null || NoParent && (Parent is not null || ParentUrn is not null))
            throw new ArgumentException("An alias can have only one of Parent, ParentUrn and NoParent.");

        return new(
            null,
            await Resolve(Name).ConfigureAwait(false),
            await Resolve(Type).ConfigureAwait(false),
            await Resolve(Stack).ConfigureAwait(false),
            await Resolve(Project).ConfigureAwait(false),
            await Resolve(Parent is null ? ParentUrn : Parent.Urn).ConfigureAwait(false),
            NoParent);
    }

    private static async Task<string?> Resolve(Input<string>? input) =>
        input is null ? null : await input.ToOutput().GetValueAsync("").ConfigureAwait(false) is { Length: > 0 } value
            ? value : null;
}
