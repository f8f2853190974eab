using System.Collections.Immutable;
using RedisInfra.Components.Common;
using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Components.Storage;

/// <summary>Every rule on <see cref="NfsVolumesArgs"/>: pure functions from values to findings.</summary>
internal static class NfsVolumesValidation
{
    private const int MaxMembers = 1000;

    /// <summary>The rules on plain values, which are known when the constructor runs.</summary>
    public static ImmutableArray<Diagnostic> CheckShape(string name, NfsVolumesArgs args)
    {
        var found = ImmutableArray.CreateBuilder<Diagnostic>();
        void Add(string code, string what, string why, string fix) => found.Add(new(code, Where(name), what, why, fix));

        if (!Naming.IsLabel(name))
            Add(
                "RI2607", $"the name is \"{name}\"", "it names objects: lower-case letters, digits and inner hyphens",
                "Choose such a name");
        if (!Naming.IsLabel(args.ClaimTemplate))
            Add(
                "RI2607", $"ClaimTemplate = \"{args.ClaimTemplate}\"",
                "it begins the claims' names: lower-case letters, digits and inner hyphens", "Choose such a name");
        if (args.Members.Count > MaxMembers)
            Add(
                "RI2608", $"Members has {args.Members.Count} names", $"so far {MaxMembers} in one component work",
                "Use several components");
        foreach (var member in args.Members.Where(member => !Naming.IsLabel(member)))
            Add(
                "RI2609", $"Members has \"{member}\"",
                "a member is a pod's name: lower-case letters, digits and inner hyphens, at most 63",
                "Name it as its pod is called");
        foreach (var (member, count) in args.Members.CountBy(member => member).Where(pair => pair.Value > 1))
            Add(
                "RI2610", $"Members has \"{member}\" {count} times", "two servers on the same files destroy them",
                "Keep one of them");
        return found.ToImmutable();
    }

    /// <summary>The rules on values that may come from other resources.</summary>
    public static ImmutableArray<Diagnostic> CheckValues(
        string name, string? namespaceName, Quantity? size, NfsValues values)
    {
        var found = ImmutableArray.CreateBuilder<Diagnostic>();
        void Add(string code, string what, string why, string fix) => found.Add(new(code, Where(name), what, why, fix));

        ValueRules.Namespace(namespaceName, Add);
        ValueRules.Storage("", size, values, Add);
        return found.ToImmutable();
    }

    private static string Where(string name) => $"NfsVolumes \"{name}\"";
}
