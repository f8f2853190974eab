using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;

namespace Embedded.Engine.Tests.Simulation;

internal enum Operation
{
    Up,
    Refresh,
    Destroy,
    TargetedUp,
    Import,
}

/// <summary>
/// A stack as an earlier program left it, one operation on it with a mishap, and the program that comes next.
/// </summary>
internal sealed record SimulationCase(
    SimulatedProgram Earlier, SimulatedProgram Next, Operation Operation, Mishap Mishap, int At,
    ImmutableArray<int> Targets, bool TargetDependents)
{
    private const int FieldsPerNode = 12;

    public static Gen<SimulationCase> Generator =>
        from size in Gen.Choose(5, 30)
        from fields in Gen.ArrayOf(Gen.Choose(0, 999_999), size * FieldsPerNode)
        from operation in Gen.Elements(
            Operation.Up, Operation.Up, Operation.Up, Operation.Refresh, Operation.Destroy, Operation.TargetedUp,
            Operation.Import)
        from mishap in Gen.Elements(Mishap.Kill, Mishap.Kill, Mishap.Fail, Mishap.Cancel)
        from at in Gen.Choose(0, size * 4)
        from targets in Gen.ArrayOf(Gen.Choose(0, size - 1), 2)
        from dependents in Gen.Elements(true, false)
        select Make(fields.Chunk(FieldsPerNode).ToArray(), operation, mishap, at, [.. targets.Distinct()], dependents);

    private static SimulationCase Make(
        int[][] fields, Operation operation, Mishap mishap, int at, ImmutableArray<int> targets, bool dependents)
    {
        var earlier = fields.Select((f, i) => Node(i, f)).ToImmutableArray();
        var next = earlier.Select((n, i) => Changed(n, fields[i])).ToImmutableArray();
        return new(new(earlier), new(next), operation, mishap, at, targets, dependents);
    }

    private static NodeSpec Node(int index, int[] f)
    {
        var hasGivenName = f[0] % 4 == 0;
        return new NodeSpec(index)
        {
            Kind = 0,
            Value = f[1] % 3,
            Group = f[2] % 3,
            Needs = NeedsOf(index, f[3], f[4]),
            HasGivenName = hasGivenName,
            DeletesBeforeReplace = hasGivenName || f[5] % 3 == 0,
            IsDeclared = f[6] % 6 != 0,
        };
    }

    private static NodeSpec Changed(NodeSpec node, int[] f)
    {
        var group = f[9] % 6 == 0 ? (node.Group + 1) % 3 : node.Group;
        return node with
        {
            Kind = f[7] % 4 == 0 ? 1 : 0,
            Value = f[8] % 3 == 0 ? node.Value + 1 : node.Value,
            Group = group,
            EarlierGroup = group == node.Group ? null : node.Group,
            Needs = f[10] % 4 == 0 ? NeedsOf(node.Index, f[11], f[3]) : node.Needs,
            IsDeclared = f[11] % 5 != 0,
        };
    }

    private static ImmutableSortedDictionary<int, Via> NeedsOf(int index, int a, int b)
    {
        var needs = ImmutableSortedDictionary<int, Via>.Empty;
        if (index == 0) return needs;
        if (a % 3 != 0) needs = needs.SetItem(a / 10 % index, (Via)(a / 3 % 3));
        if (b % 4 == 0) needs = needs.SetItem(b / 10 % index, (Via)(b / 4 % 3));
        return needs;
    }
}
