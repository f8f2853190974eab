using System.Collections.Immutable;
using Pulumi;

namespace Embedded.Pulumi.Tests.Inputs;

public sealed class InputCollectionTests
{
    [Fact]
    public async Task InputList_PartsOfEveryKind_KeepsTheirOrder()
    {
        InputList<string> list = new() { "a", Output.Create("b") };
        list.AddRange(Output.Create(new List<string> { "c", "d" }));
        var joined = list.Concat(new[] { "e" });
        list.Add("f");

        Assert.Equal("abcdf", await JoinAsync(list));
        Assert.Equal("abcde", await JoinAsync(joined));
    }

    [Fact]
    public async Task InputList_DefaultImmutableArray_IsEmpty()
    {
        InputList<string> list = default(ImmutableArray<string>);
        Assert.Equal("", await JoinAsync(list));
    }

    [Fact]
    public async Task InputMap_KeyGivenTwice_FailsUnlessTheValueIsTheSame()
    {
        InputMap<string> map = new() { { "k", "v" } };
        map.Add("k", "v");
        Assert.Equal("v", (await TestRun.DataAsync(map.ToOutput())).Value["k"]);

        map.Add("k", "other");
        await Assert.ThrowsAsync<ArgumentException>(() => TestRun.DataAsync(map.ToOutput()));
    }

    [Fact]
    public async Task Merge_TwoMaps_SecondWins()
    {
        var merged = InputMap<string>.Merge(
            new() { ["a"] = "1", ["b"] = "1" }, new Dictionary<string, string> { ["b"] = "2", ["c"] = "2" });

        var (values, _, _) = await TestRun.DataAsync(merged.ToOutput());
        Assert.Equal("a=1 b=2 c=2", string.Join(' ', values.OrderBy(v => v.Key).Select(v => $"{v.Key}={v.Value}")));
    }

    [Fact]
    public async Task InputMap_OutputOfNull_StaysNull()
    {
        InputMap<string> map = Output.Create((ImmutableDictionary<string, string>)null!);
        Assert.Null((await TestRun.DataAsync(map.ToOutput())).Value);
    }

    [Fact]
    public async Task InputUnion_EitherCase_KeepsWhichItIs()
    {
        InputUnion<int, string> port = "http";
        Assert.Equal("http", (await TestRun.DataAsync(port.ToOutput())).Value.AsT1);
        port = Output.Create(6379);
        Assert.Equal(6379, (await TestRun.DataAsync(port.ToOutput())).Value.AsT0);
    }

    private static async Task<string> JoinAsync(InputList<string> list) =>
        string.Concat((await TestRun.DataAsync(list.ToOutput())).Value);
}
