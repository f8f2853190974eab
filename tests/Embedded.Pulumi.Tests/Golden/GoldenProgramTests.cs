using Pulumi.Experimental;
using Pulumi.Hosting;

namespace Embedded.Pulumi.Tests.Golden;

public sealed class GoldenProgramTests
{
    private const string Password = "s3cret \"quoted\" ü";
    private const string TeamUrn = "urn:pulumi:dev::prog::redisinfra:index:Team::orders";
    private const string UserUrn = "urn:pulumi:dev::prog::redisinfra:index:Team$redislab:index:AclUser::orders-";

    private static readonly PropertyValue _token = new PropertyValue("t0ken").WithSecret(true);

    [Fact]
    public async Task RunAsync_GoldenProgram_RegistersWhatStandsInTheGoldenState()
    {
        var monitor = await RunAsync(preview: false);

        Assert.Equal(
            ["orders", "orders-first", "orders-second", "orders-third", "prog-dev"],
            monitor.Requests.Select(request => request.Name).Order(StringComparer.Ordinal));
        var team = monitor.Request("orders");
        Assert.False(team.Custom);
        Assert.Equal(TestRun.StackUrn, team.ParentUrn);
        Assert.Equal(new PropertyValue(Password).WithSecret(true), team.Inputs["password"]);
        Assert.Empty(team.PropertyDependencies["password"]);
        Assert.Null(team.Protect);
    }

    [Fact]
    public async Task RunAsync_GoldenProgram_PassesOptionsAndDependenciesOn()
    {
        var monitor = await RunAsync(preview: false);

        var first = monitor.Request("orders-first");
        Assert.Equal(TeamUrn, first.ParentUrn);
        Assert.True(first.Protect);
        Assert.Equal(new PropertyValue("ann"), first.Inputs["name"]);
        Assert.Empty(first.Dependencies);

        var second = monitor.Request("orders-second");
        Assert.Equal(new PropertyValue("ann-2"), second.Inputs["name"]);
        Assert.Equal([UserUrn + "first"], second.Dependencies);
        Assert.Equal([UserUrn + "first"], second.PropertyDependencies["name"]);
        Assert.True(second.RetainOnDelete);
        Assert.Equal(["name"], second.IgnoreChanges.ToArray());
        Assert.Equal(["name"], second.AdditionalSecretOutputs.ToArray());

        var third = monitor.Request("orders-third");
        Assert.Equal([UserUrn + "second"], third.Dependencies);
        Assert.Empty(third.PropertyDependencies["name"]);
        Assert.True(third.DeleteBeforeReplace);
        Assert.Equal(TimeSpan.FromMinutes(5), third.CreateTimeout);
        Assert.Null(third.UpdateTimeout);
        Assert.Equal([new AliasRequest(null, "old-third", null, null, null, null, false)], third.Aliases.ToArray());
    }

    [Fact]
    public async Task RunAsync_GoldenProgram_RegistersOutputsOfComponentAndStack()
    {
        var monitor = await RunAsync(preview: false);

        var team = monitor.Outputs(TeamUrn);
        Assert.Equal(_token, team["Token"]);
        Assert.Equal(new PropertyValue(3), team["Members"]);
        var stack = monitor.Outputs(TestRun.StackUrn);
        Assert.Equal(["members", "shards", "token"], stack.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(_token, stack["token"]);
        Assert.Equal(new PropertyValue(3), stack["shards"]);
    }

    [Fact]
    public async Task RunAsync_PreviewWithUnknownOutputs_PassesThemOnAsUnknown()
    {
        var monitor = await RunAsync(preview: true);

        var second = monitor.Request("orders-second");
        Assert.True(second.Inputs["name"].IsComputed);
        Assert.Equal([UserUrn + "first"], second.PropertyDependencies["name"]);
        Assert.True(monitor.Outputs(TeamUrn)["Token"].IsComputed);
    }

    private static async Task<RecordingMonitor> RunAsync(bool preview)
    {
        var monitor = new RecordingMonitor
        {
            Answer = request => request.Type != "redislab:index:AclUser" ? null
                : preview ? new(RecordingMonitor.Urn(request), null, [])
                : new(RecordingMonitor.Urn(request), "id", request.Inputs.Add("token", _token)),
        };
        var exit = await TestRun.RunAsync(
            monitor, GoldenProgram.RunAsync, preview, ("prog:password", Password), ("prog:shards", "3"));
        Assert.True(exit == 0, monitor.Errors());
        return monitor;
    }
}
