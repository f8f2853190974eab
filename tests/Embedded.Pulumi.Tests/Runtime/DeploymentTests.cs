using System.Collections.Immutable;
using Pulumi;
using Pulumi.Experimental;
using Pulumi.Hosting;

namespace Embedded.Pulumi.Tests.Runtime;

public sealed class DeploymentTests
{
    private readonly RecordingMonitor _monitor = new();

    [Fact]
    public async Task RunAsync_WithoutAHost_Throws()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => Deployment.RunAsync(() => { }));
        Assert.Throws<InvalidOperationException>(() => Deployment.Instance);
    }

    [Fact]
    public async Task RunAsync_WaitsForEveryApplyBeforeItReturns()
    {
        var ended = false;
        var exit = await TestRun.RunAsync(_monitor, () => Deployment.RunAsync(() =>
        {
            Output.Create(1).Apply(async _ =>
            {
                await Task.Delay(50);
                ended = true;
            });
        }));

        Assert.Equal(0, exit);
        Assert.True(ended);
    }

    [Fact]
    public async Task RunAsync_ExceptionInTheProgram_IsShownWithOnlyItsOwnFrames()
    {
        var exit = await TestRun.RunAsync(_monitor, () => Deployment.RunAsync(new Action(Fail)));

        Assert.Equal(32, exit);
        var message = Assert.Single(_monitor.Messages).Message;
        Assert.Contains("unhandled exception:\nSystem.FormatException: broken", message);
        Assert.Contains(nameof(Fail), message);
        Assert.DoesNotContain("at Pulumi.", message);
    }

    [Fact]
    public async Task RunAsync_ExceptionInApply_FailsTheRunOnce()
    {
        var exit = await TestRun.RunAsync(_monitor, () => Deployment.RunAsync(() =>
        {
            var failed = Output.Create("").Apply(_ => Throw(new RunException("only this")));
            _ = new Thing("t", new() { Text = failed.Apply(text => text + "!") });
        }));

        Assert.Equal(32, exit);
        Assert.Equal("only this", _monitor.Errors());
        Assert.DoesNotContain(_monitor.Requests, request => request.Name == "t");
    }

    [Fact]
    public async Task RunAsync_ResourceException_IsShownAtTheResource()
    {
        await TestRun.RunAsync(_monitor, () => Deployment.RunAsync(() =>
        {
            var thing = new Thing("t");
            thing.Id.Apply(_ => Throw(new ResourceException("bad thing", thing, hideStack: true)));
        }));

        var message = Assert.Single(_monitor.Messages);
        Assert.Equal("bad thing", message.Message);
        Assert.EndsWith("::t", message.Urn!.Value);
    }

    [Fact]
    public async Task RunAsync_MissingRequiredInput_NamesIt()
    {
        var exit = await TestRun.RunAsync(_monitor, () => Deployment.RunAsync(() =>
            _ = new Thing("t", new() { Part = new PartArgs() })));

        Assert.Equal(32, exit);
        Assert.Contains("PartArgs.Size is required but was not given a value", _monitor.Errors());
    }

    [Fact]
    public async Task RunAsync_ErrorWasLogged_FailsTheRun()
    {
        var exit = await TestRun.RunAsync(_monitor, () => Deployment.RunAsync(() =>
        {
            Log.Info("one", ephemeral: true);
            Log.Error("two");
        }));

        Assert.Equal(1, exit);
        Assert.Equal(["one", "two"], _monitor.Messages.Select(message => message.Message));
        Assert.True(_monitor.Messages[0].Ephemeral);
    }

    [Fact]
    public async Task RunAsync_HostStops_EndsWithoutAnotherWord()
    {
        var monitor = new RecordingMonitor
        {
            Answer = request => request.Custom ? throw new HostStoppedException() : null,
        };
        var exit = await TestRun.RunAsync(monitor, () => Deployment.RunAsync(() => { _ = new Thing("t"); }));

        Assert.Equal(32, exit);
        Assert.Empty(monitor.Messages);
    }

    [Fact]
    public async Task RunAsync_StackClass_RegistersItsOutputs()
    {
        var exit = await TestRun.RunAsync(_monitor, Deployment.RunAsync<MyStack>);

        Assert.True(exit == 0, _monitor.Errors());
        var outputs = _monitor.Outputs(TestRun.StackUrn);
        Assert.Equal(new PropertyValue("dev/prog/organization/False"), outputs["where"]);
        Assert.Equal(new PropertyValue(3), outputs["Count"]);
    }

    [Fact]
    public async Task RunAsync_StackClassWithAnUnsetOutput_IsRefused()
    {
        var exit = await TestRun.RunAsync(_monitor, Deployment.RunAsync<ForgetfulStack>);

        Assert.Equal(32, exit);
        Assert.StartsWith("Output(s) 'Forgotten' have no value assigned.", _monitor.Errors());
    }

    [Fact]
    public async Task RunAsync_AsyncProgram_RegistersWhatItReturns()
    {
        var exit = await TestRun.RunAsync(_monitor, () => Deployment.RunAsync(async () =>
        {
            await Task.Yield();
            return (IDictionary<string, object?>)new Dictionary<string, object?>
            {
                ["secret"] = Output.CreateSecret("s"), ["nothing"] = null, ["list"] = new[] { "a" },
            };
        }));

        Assert.Equal(0, exit);
        var outputs = _monitor.Outputs(TestRun.StackUrn);
        Assert.True(outputs["secret"].IsSecret);
        Assert.Equal(new PropertyValue(ImmutableArray.Create(new PropertyValue("a"))), outputs["list"]);
        Assert.False(outputs.ContainsKey("nothing"));
    }

    private static string Throw(Exception exception) => throw exception;

    private static void Fail() => throw new FormatException("broken");

    private sealed class MyStack : Stack
    {
        public MyStack()
        {
            var run = Deployment.Instance;
            Where = Output.Create($"{run.StackName}/{run.ProjectName}/{run.OrganizationName}/{run.IsDryRun}");
            Count = Output.Create(3);
        }

        [Output("where")] public Output<string> Where { get; private set; }
        [Output] public Output<int> Count { get; private set; }
    }

    private sealed class ForgetfulStack : Stack
    {
        [Output] public Output<string>? Forgotten { get; private set; }
    }
}
