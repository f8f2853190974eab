using Embedded.Engine.Tests.Deploy;
using Pulumi;
using Pulumi.Experimental.Provider;

namespace Embedded.Engine.Tests.Commands;

/// <summary>2: what was asked for can't be, and nothing was touched. 1: anything else that goes wrong.</summary>
public sealed class ExitCodeTests : IDisposable
{
    private const string Finding = "RI1105 Pulumi.dev.yaml: redis.orders.shards: it is 2, but 3 are needed. Set 3.";
    private readonly CommandBench _bench = new();

    public static TheoryData<string> Runs => ["preview --stack dev", "up --stack dev --yes",
        "up --stack dev --yes --json", "up --stack dev --yes --skip-preview"];

    public void Dispose() => _bench.Dispose();

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task ProgramWithAFinding_Exits2AndTouchesNothing(string line)
    {
        _bench.Program = () => throw new RunException(Finding);

        Assert.Equal(2, await _bench.RunAsync(line));

        Assert.Contains(Finding, _bench.All);
        Assert.Empty(_bench.Cloud.Objects);
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task ProviderThatRefusesInputs_Exits2AndTouchesNothing(string line)
    {
        _bench.Program = () => _ = new Thing("a", new ThingArgs { Name = "a" });
        _bench.Refuses = _ => [new CheckFailure("name", "it can't be that")];

        Assert.Equal(2, await _bench.RunAsync(line));

        Assert.Contains("it can't be that", _bench.All);
        Assert.Empty(_bench.Cloud.Objects);
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task ProgramThatBreaks_Exits1(string line)
    {
        _bench.Program = () => throw new RunException("the disk is full");
        Assert.Equal(1, await _bench.RunAsync(line));

        _bench.Program = () => throw new InvalidOperationException(Finding);
        Assert.Equal(1, await _bench.RunAsync(line));
    }

    /// <summary>A finding beside a failure is a failure.</summary>
    [Fact]
    public async Task ProgramThatBreaksBesideAFinding_Exits1()
    {
        _bench.Refuses = _ => [new CheckFailure("name", "it can't be that")];
        _bench.Program = () =>
        {
            _ = new Thing("a", new ThingArgs { Name = "a" });
            throw new InvalidOperationException("no such thing");
        };

        Assert.Equal(1, await _bench.RunAsync("preview --stack dev"));
    }

    /// <summary>Something was made before: what was done and what was left has to be looked at.</summary>
    [Fact]
    public async Task UpWithoutAPreview_RefusedHalfWay_Exits1()
    {
        _bench.Refuses = request => request.Urn.ToString().EndsWith("::b", StringComparison.Ordinal)
            ? [new CheckFailure("name", "it can't be that")] : [];
        _bench.Program = () =>
        {
            var a = new Thing("a", new ThingArgs { Name = "a" });
            _ = new Thing("b", new ThingArgs { Name = "b" }, new CustomResourceOptions { DependsOn = { a } });
        };

        Assert.Equal(1, await _bench.RunAsync("up --stack dev --yes --skip-preview"));

        Assert.Equal(["a"], _bench.Cloud.Objects.Keys);
    }

    [Theory]
    [InlineData("preview --stack dev --target **::nothing")]
    [InlineData("up --stack dev --yes --target **::nothing")]
    public async Task TargetThatIsNotThere_Exits2(string line)
    {
        _bench.Program = () => _ = new Thing("a", new ThingArgs { Name = "a" });

        Assert.Equal(2, await _bench.RunAsync(line));
    }

    [Fact]
    public async Task ProtectedResourceThatIsToGo_Exits2()
    {
        _bench.Program = () => _ = new Thing(
            "a", new ThingArgs { Name = "a" }, new CustomResourceOptions { Protect = true });
        await _bench.DoAsync("up --stack dev --yes");

        Assert.Equal(2, await _bench.RunAsync("destroy --yes"));

        Assert.Equal(["a"], _bench.Cloud.Objects.Keys);
    }
}
