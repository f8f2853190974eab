using System.Collections.Immutable;
using System.Globalization;
using Pulumi;
using Pulumi.Utilities;

namespace Embedded.Pulumi.Tests.Outputs;

public sealed class OutputTests
{
    private static readonly Output<int> _unknown = OutputUtilities.CreateUnknown(0);

    [Fact]
    public async Task Apply_EveryKindOfFunction_GivesItsResult()
    {
        var one = Output.Create(1);

        Assert.Equal((2, true, false), await TestRun.DataAsync(one.Apply(n => n + 1)));
        Assert.Equal((2, true, false), await TestRun.DataAsync(one.Apply(n => Task.FromResult(n + 1))));
        Assert.Equal((2, true, false), await TestRun.DataAsync(one.Apply(n => Output.Create(n + 1))));
        Assert.Equal((2, true, false), await TestRun.DataAsync(one.Apply(n => (Input<int>)(n + 1))));
        var called = false;
        await TestRun.DataAsync(one.Apply(async n => { await Task.Yield(); called = true; }));
        Assert.True(called);
    }

    [Fact]
    public async Task Apply_SecretOnEitherSide_IsSecret()
    {
        var secret = Output.CreateSecret(1);

        Assert.Equal((2, true, true), await TestRun.DataAsync(secret.Apply(n => n + 1)));
        Assert.Equal((1, true, true), await TestRun.DataAsync(Output.Create(0).Apply(_ => secret)));
        Assert.Equal((1, true, false), await TestRun.DataAsync(Output.Unsecret(secret)));
        Assert.Equal((1, true, true), await TestRun.DataAsync(Output.CreateSecret(Output.Create(1))));
    }

    [Fact]
    public async Task Apply_Unknown_IsNotCalledAndStaysUnknown()
    {
        var called = false;
        var applied = Output.CreateSecret(_unknown).Apply(n => called = true);

        Assert.Equal((false, false, true), await TestRun.DataAsync(applied));
        Assert.False(called);
        Assert.False(await OutputUtilities.GetIsKnownAsync(Output.Create(1).Apply(_ => _unknown)));
        Assert.False(await OutputUtilities.GetIsKnownAsync(
            OutputUtilities.CreateUnknown(() => Task.FromException<int>(new InvalidOperationException("called")))));
    }

    [Fact]
    public async Task Apply_FunctionThrows_FailsEveryOutputDerivedFromIt()
    {
        var failed = Output.Create("x").Apply(text => int.Parse(text, CultureInfo.InvariantCulture));

        var error = await Assert.ThrowsAsync<FormatException>(() => TestRun.DataAsync(failed.Apply(n => n + 1)));
        Assert.Contains("'x'", error.Message);
    }

    [Fact]
    public async Task All_OneUnknownOneSecret_IsBoth()
    {
        var all = Output.All(Output.Create(1), Output.CreateSecret(2));

        var (values, isKnown, isSecret) = await TestRun.DataAsync(all);
        Assert.Equal([1, 2], values.ToArray());
        Assert.True(isKnown);
        Assert.True(isSecret);
        Assert.False(await OutputUtilities.GetIsKnownAsync(Output.All(Output.Create(1), _unknown)));
        Assert.Empty((await TestRun.DataAsync(Output.All(Array.Empty<Input<int>>()))).Value);
    }

    [Fact]
    public async Task Tuple_MixedTypes_KeepsThem()
    {
        var pair = Output.Tuple(Output.Create("a"), Output.CreateSecret(2));
        Assert.Equal((("a", 2), true, true), await TestRun.DataAsync(pair));

        var eight = Output.Tuple<int, int, int, int, int, int, int, string>(1, 2, 3, 4, 5, 6, 7, "8");
        Assert.Equal(((1, 2, 3, 4, 5, 6, 7, "8"), true, false), await TestRun.DataAsync(eight));

        InputList<string> list = new() { "x", "y" };
        var withList = await TestRun.DataAsync(Output.Tuple<ImmutableArray<string>, int>(list, 1));
        Assert.Equal(["x", "y"], withList.Value.Item1.ToArray());

        Assert.False(await OutputUtilities.GetIsKnownAsync(Output.Tuple(Output.Create("a"), _unknown)));
    }

    [Fact]
    public async Task Format_OutputsAndPlainValues_UsesInvariantCulture()
    {
        Input<string> input = "in";
        var text = Output.Format($"{Output.CreateSecret("s")}/{input}/{1.5}/{(string?)null}/{Output.Create(7):D3}");

        Assert.Equal(("s/in/1.5//007", true, true), await TestRun.DataAsync(text));
        Assert.Equal((null!, false, false), await TestRun.DataAsync(Output.Format($"{_unknown}")));
    }

    [Fact]
    public async Task JsonSerialize_NestedOutputs_WaitsForThemAndTakesTheirMarks()
    {
        var later = new TaskCompletionSource<int>();
        var value = Output.Create(new Dictionary<string, object>
        {
            ["late"] = Output.Create(later.Task),
            ["secret"] = Output.CreateSecret(ImmutableArray.Create("x")),
        });
        var json = Output.JsonSerialize(value);
        later.SetResult(5);

        Assert.Equal(("{\"late\":5,\"secret\":[\"x\"]}", true, true), await TestRun.DataAsync(json));
        Assert.False(await OutputUtilities.GetIsKnownAsync(Output.JsonSerialize(Output.Create(new[] { _unknown }))));
    }

    [Fact]
    public async Task JsonDeserialize_Secret_StaysSecret()
    {
        var read = Output.JsonDeserialize<int[]>(Output.CreateSecret("[1,2]"));

        var (value, _, isSecret) = await TestRun.DataAsync(read);
        Assert.Equal([1, 2], value);
        Assert.True(isSecret);
    }

    [Fact]
    public async Task Resolve_DeferredOutput_OnlyOnce()
    {
        var deferred = new DeferredOutput<string>();
        deferred.Resolve(Output.CreateSecret("late"));

        Assert.Equal(("late", true, true), await TestRun.DataAsync(deferred.Output));
        Assert.Throws<InvalidOperationException>(() => deferred.Resolve(Output.Create("again")));
    }

    [Fact]
    public void ToString_OfAnOutput_SaysWhatToDoInstead() =>
        Assert.Contains("Output.Format", Output.CreateSecret("hunter2").ToString());
}
