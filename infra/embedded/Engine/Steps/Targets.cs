using System.Collections.Immutable;
using System.Text.RegularExpressions;
using RedisInfra.Embedded.Engine.State;

namespace RedisInfra.Embedded.Engine.Steps;

/// <summary>
/// Which resources a run may touch. A pattern is a URN; "*" stands for any text without a colon, "**" for any text. No
/// pattern: all.
/// </summary>
internal sealed class Targets
{
    private readonly ImmutableArray<(string Text, Regex Pattern)> _patterns;
    private readonly bool _withDependents;
    private readonly HashSet<string> _included = new(StringComparer.Ordinal);
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    public Targets(IEnumerable<string> patterns, bool withDependents)
    {
        _patterns = [.. patterns.Select(p => (p, Compile(p)))];
        _withDependents = withDependents;
    }

    public bool IsRestricted => !_patterns.IsEmpty;

    /// <summary>Patterns that met no resource.</summary>
    public ImmutableArray<string> Unused => [.. _patterns.Select(p => p.Text).Where(p => !_used.Contains(p))];

    /// <summary>Whether a pattern names this URN.</summary>
    public bool Names(string urn)
    {
        var found = false;
        foreach (var (text, pattern) in _patterns)
        {
            if (!pattern.IsMatch(urn)) continue;
            lock (_gate) _used.Add(text);
            found = true;
        }

        return found;
    }

    /// <summary>
    /// Asked in dependency order, so that dependents of what is included can be included. Components and providers only
    /// stand in the state: they follow the program.
    /// </summary>
    public bool Includes(string urn, IEnumerable<string> aliases, bool custom, IEnumerable<string> needs)
    {
        if (!IsRestricted) return true;
        var named = Names(urn);
        foreach (var alias in aliases) named |= Names(alias);
        lock (_gate)
        {
            if (!named && _withDependents) named = needs.Any(_included.Contains);
            if (named) _included.Add(urn);
        }

        return named || !custom || Urns.IsProviderType(Urns.Type(urn));
    }

    /// <summary>As <see cref="Includes"/>, for what is to be deleted: there components count like all others.</summary>
    public bool IncludesDeletion(string urn, IEnumerable<string> needs)
    {
        if (!IsRestricted) return true;
        var named = Names(urn);
        lock (_gate)
        {
            if (!named && _withDependents) named = needs.Any(_included.Contains);
            if (named) _included.Add(urn);
        }

        return named;
    }

    /// <summary>What <paramref name="resource"/> can't be without.</summary>
    public static IEnumerable<string> NeedsOf(ResourceState resource)
    {
        foreach (var urn in resource.Dependencies) yield return urn;
        if (resource.Parent.Length > 0) yield return resource.Parent;
        if (resource.Provider.Length > 0) yield return Urns.ParseReference(resource.Provider).Urn;
        if (resource.DeletedWith.Length > 0) yield return resource.DeletedWith;
    }

    private static Regex Compile(string pattern)
    {
        var text = Regex.Escape(pattern).Replace("\\*\\*", ".*").Replace("\\*", "[^:]*");
        return new Regex($"^{text}$", RegexOptions.CultureInvariant | RegexOptions.Singleline);
    }
}
