namespace RedisInfra.Embedded.Generator;

/// <summary>Which types the chosen kinds need: their arguments, their outputs, and all that those mention.</summary>
internal static class Reach
{
    public static SortedSet<string> From(IReadOnlyDictionary<string, ApiType> types, IEnumerable<string> roots)
    {
        var reached = new SortedSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>(roots);
        while (open.TryPop(out var name))
        {
            if (!types.TryGetValue(name, out var type))
                throw new InvalidOperationException($"{name} stands in no member list");
            if (!reached.Add(name))
                continue;
            foreach (var mentioned in type.Members.Where(m => IsKnown(types, m))
                .SelectMany(m => Names.Mentioned(m.Type)))
            {
                open.Push(mentioned);
            }
        }

        return reached;
    }

    /// <summary>A list may mention a type that it doesn't hold (it is a selection): such a member is left
    /// out.</summary>
    public static bool IsKnown(IReadOnlyDictionary<string, ApiType> types, ApiMember member) =>
        member.Shape != MemberShape.Method && Names.Mentioned(member.Type).All(types.ContainsKey);
}
