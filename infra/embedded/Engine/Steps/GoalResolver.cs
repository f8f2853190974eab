using System.Collections.Immutable;
using Pulumi.Hosting;

namespace RedisInfra.Embedded.Engine.Steps;

/// <summary>
/// Settles what a request leaves open: URN, aliases, and options that children take from their parents.
/// </summary>
internal sealed class GoalResolver(string stack, string project)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Goal> _goals = new(StringComparer.Ordinal);

    /// <summary>Null when the URN was taken already.</summary>
    public Goal? Resolve(RegisterRequest request)
    {
        var urn = UrnOf(request);
        lock (_gate)
        {
            var parent = _goals.GetValueOrDefault(request.ParentUrn);
            var goal = new Goal(request, urn, AliasesOf(request, urn, parent))
            {
                Inputs = PropertyBags.WithoutDependencies(request.Inputs),
                Protect = request.Protect ?? parent?.Protect ?? false,
                RetainOnDelete = request.RetainOnDelete ?? parent?.RetainOnDelete ?? false,
            };
            return _goals.TryAdd(urn, goal) ? goal : null;
        }
    }

    public string UrnOf(RegisterRequest request) =>
        Urns.Make(stack, project, request.ParentUrn, request.Type, request.Name);

    /// <summary>
    /// Every earlier identity: its own aliases under its parent and under each earlier identity of its parent.
    /// </summary>
    private ImmutableArray<string> AliasesOf(RegisterRequest request, string urn, Goal? parent)
    {
        var aliases = new List<string>();
        foreach (var alias in request.Aliases) AddOwn(aliases, request, alias, parent);
        foreach (var parentAlias in parent?.Aliases ?? [])
            aliases.Add(UnderRenamed(parentAlias, parent!, request.Type, request.Name));
        return [.. aliases.Where(a => a != urn).Distinct(StringComparer.Ordinal)];
    }

    private void AddOwn(List<string> aliases, RegisterRequest request, AliasRequest alias, Goal? parent)
    {
        if (!string.IsNullOrEmpty(alias.Urn))
        {
            aliases.Add(alias.Urn);
            return;
        }

        var (type, name) = (alias.Type ?? request.Type, alias.Name ?? request.Name);
        var (inStack, inProject) = (alias.Stack ?? stack, alias.Project ?? project);
        if (alias.NoParent || !string.IsNullOrEmpty(alias.ParentUrn))
        {
            aliases.Add(Urns.Make(inStack, inProject, alias.NoParent ? "" : alias.ParentUrn!, type, name));
            return;
        }

        aliases.Add(Urns.Make(inStack, inProject, request.ParentUrn, type, name));
        foreach (var parentAlias in parent?.Aliases ?? []) aliases.Add(UnderRenamed(parentAlias, parent!, type, name));
    }

    /// <summary>
    /// A child named after its parent ("orders-first" under "orders") had the parent's earlier name in its own.
    /// </summary>
    private string UnderRenamed(string parentAlias, Goal parent, string type, string name)
    {
        var parentName = parent.Request.Name;
        var earlier = name.StartsWith(parentName, StringComparison.Ordinal)
            ? Urns.Name(parentAlias) + name[parentName.Length..] : name;
        return Urns.Make(stack, project, parentAlias, type, earlier);
    }
}
