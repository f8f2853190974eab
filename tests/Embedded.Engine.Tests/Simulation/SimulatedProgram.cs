using System.Collections.Immutable;
using Embedded.Engine.Tests.Deploy;
using Pulumi;

namespace Embedded.Engine.Tests.Simulation;

/// <summary>A program made of specifications, and what the cloud must hold when it has been deployed.</summary>
internal sealed record SimulatedProgram(ImmutableArray<NodeSpec> Nodes)
{
    public IEnumerable<NodeSpec> Declared => Nodes.Where(n => n.IsDeclared);

    public void Declare()
    {
        var groups = new Dictionary<int, Group>();
        var things = new Dictionary<int, Thing>();
        foreach (var node in Declared)
        {
            var needs = node.Needs.Where(n => things.ContainsKey(n.Key)).ToList();
            var options = new CustomResourceOptions { Parent = GroupOf(node.Group) };
            if (node.DeletesBeforeReplace) options.DeleteBeforeReplace = true;
            if (node.EarlierGroup is { } earlier) options.Aliases = [AliasIn(GroupOf(earlier))];
            foreach (var (on, _) in needs.Where(n => n.Value == Via.Order)) options.DependsOn.Add(things[on]);
            var args = new ThingArgs
            {
                Kind = Text($"k{node.Kind}", Via.Kind, needs, things),
                Value = Text($"v{node.Value}", Via.Value, needs, things),
            };
            if (node.HasGivenName) args.Name = node.Name;
            things[node.Index] = new Thing(node.Name, args, options);
        }

        Group? GroupOf(int index)
        {
            if (index == 0) return null;
            if (!groups.TryGetValue(index, out var group)) groups[index] = group = new Group($"g{index}");
            return group;
        }
    }

    /// <summary>Kind and value by resource, given the ids that the resources have.</summary>
    public ImmutableSortedDictionary<string, (string Kind, string Value)> Expected(Func<string, string> idOf)
    {
        var declared = Declared.Select(n => n.Index).ToHashSet();
        return Declared.ToImmutableSortedDictionary(
            n => n.Name, n => (Of(n, $"k{n.Kind}", Via.Kind), Of(n, $"v{n.Value}", Via.Value)));

        string Of(NodeSpec node, string text, Via via) => text + string.Concat(node.Needs
            .Where(n => n.Value == via && declared.Contains(n.Key)).Select(n => $"+{idOf($"n{n.Key}")}"));
    }

    private static Alias AliasIn(Group? group) =>
        group is null ? new Alias { NoParent = true } : new Alias { Parent = group };

    private static Input<string> Text(
        string text, Via via, List<KeyValuePair<int, Via>> needs, Dictionary<int, Thing> things)
    {
        var used = needs.Where(n => n.Value == via).Select(n => things[n.Key].Name).ToList();
        return used.Count == 0 ? text
            : Output.All(used).Apply(names => text + string.Concat(names.Select(name => $"+{name}")));
    }
}
