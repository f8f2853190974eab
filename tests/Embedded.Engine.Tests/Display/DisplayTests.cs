using System.Collections.Immutable;
using Pulumi.Experimental;
using RedisInfra.Embedded.Engine.Deploy;
using RedisInfra.Embedded.Engine.Display;
using Spectre.Console;

namespace Embedded.Engine.Tests.Display;

public sealed class DisplayTests
{
    private readonly StringWriter _output = new();

    [Fact]
    public async Task Plain_FailedUpdate_TellsWhyOnceMoreAtTheEnd()
    {
        await using (var display = new PlainDisplay(_output, OperationWords.Update, "golden", TimeProvider.System))
        {
            foreach (var engineEvent in Failed()) display.Emit(engineEvent);
        }

        Assert.EndsWith(
            """
             +  redislab:index:AclUser orders-first creating (0s) 
             +  redislab:index:AclUser orders-first **creating failed** error: no such host
                pulumi:pulumi:Stack prog-golden  
            Diagnostics:
              redislab:index:AclUser (orders-first):
                error: no such host
                  tried 3 times

              pulumi:pulumi:Stack (prog-golden):
                warning: 2 pods left
                error: update failed

            Resources:
                + 1 created
                1 unchanged

            Duration: 1s


            """, _output.ToString());
    }

    [Fact]
    public void Redacted_MessageWithASecret_DoesNotShowIt()
    {
        var display = new DetailedDisplay(_output, OperationWords.Update, "golden");
        var events = new RedactedEvents(display, new Redactor());

        events.Emit(RecordedRun.Pre(RecordedRun.Team(), false));
        events.Emit(new EngineEvent.Diagnostic(LogSeverity.Error, "AUTH s3cret \"quoted\" ü refused", "", false));

        Assert.Contains("error: AUTH [secret] refused", _output.ToString());
        Assert.DoesNotContain("s3cret", _output.ToString());
    }

    [Fact]
    public void Redactor_SecretInsideASecret_LeavesNoPart()
    {
        var redactor = new Redactor();
        redactor.Learn("pass");
        redactor.Learn("pass-word");
        redactor.Learn("abc");

        Assert.Equal("[secret] [secret] abc", redactor.Apply("pass-word pass abc"));
    }

    [Fact]
    public void Detailed_UpdateAndDelete_ShowsInputsAndChangedOutputs()
    {
        var display = new DetailedDisplay(_output, OperationWords.Update, "golden");
        var old = RecordedRun.User("first", new PropertyValue("ann"), made: true);
        var now = RecordedRun.User("first", new PropertyValue("bea"), made: true) with { Id = old.Id };
        var done = now with { Outputs = now.Outputs.SetItem("n", new PropertyValue(4)) };

        display.Emit(new EngineEvent.ResourcePre(new(StepOp.Update, old.Urn, old.Type, old, now), true));
        display.Emit(new EngineEvent.ResourceOutputs(new(StepOp.Update, old.Urn, old.Type, old, done), true, default));
        display.Emit(new EngineEvent.ResourcePre(new(StepOp.Delete, old.Urn, old.Type,
            old with { RetainOnDelete = true }, null), true));

        Assert.Equal(
            """
            ~ redislab:index:AclUser: (update)
                [id=user:ann]
                [urn=urn:pulumi:golden::prog::redisinfra:index:Team$redislab:index:AclUser::orders-first]
              ~ name: "ann" => "bea"
                --outputs:--
              ~ n: 3 => 4
            - redislab:index:AclUser: (delete)
                [id=user:ann]
                [urn=urn:pulumi:golden::prog::redisinfra:index:Team$redislab:index:AclUser::orders-first]
                name: "ann"

            """, _output.ToString());
    }

    [Fact]
    public void Summary_SeveralKinds_AreCountedTogether()
    {
        var changes = ImmutableSortedDictionary<StepOp, int>.Empty
            .Add(StepOp.Create, 1).Add(StepOp.Delete, 2).Add(StepOp.Update, 1).Add(StepOp.Same, 7);
        var summary = new EngineEvent.Summary(
            true, true, TimeSpan.Zero, changes, ImmutableDictionary<string, PropertyValue>.Empty);

        Assert.Equal(
            "Resources:\n    + 1 to create\n    ~ 1 to update\n    - 2 to delete\n    4 changes. 7 unchanged\n",
            SummaryText.Resources(summary));
    }

    [Theory]
    [InlineData(0.004, "0.00s")]
    [InlineData(1.6, "2s")]
    [InlineData(61, "1m1s")]
    [InlineData(3725, "1h2m5s")]
    public void Time_Any_IsShort(double seconds, string text) =>
        Assert.Equal(text, StepWords.Time(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public async Task Live_WholeRun_EndsWithTreeAndSections()
    {
        var console = Terminal();
        await using (var display = new TreeDisplay(console, OperationWords.Update, "golden", TimeProvider.System))
        {
            foreach (var engineEvent in RecordedRun.Create(isPreview: false)) display.Emit(engineEvent);
        }

        var text = _output.ToString();
        Assert.Contains("Updating (golden):", text);
        Assert.Contains("orders-third", text);
        Assert.EndsWith("Resources:\n    + 5 created\n\nDuration: 3s\n\n", text);
    }

    [Fact]
    public async Task Live_BeforeTheFirstResource_DrawsAnEmptyFrame()
    {
        var console = Terminal();
        var events = RecordedRun.Create(isPreview: false);
        await using (var display = new TreeDisplay(console, OperationWords.Update, "golden", TimeProvider.System))
        {
            display.Emit(events.First());
            // Ends without a resource: every frame that was drawn was empty.
        }

        Assert.Contains("Updating (golden):", _output.ToString());
    }

    private IAnsiConsole Terminal()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(_output),
        });
        console.Profile.Width = 100;
        console.Profile.Height = 30;
        return console;
    }

    private static IEnumerable<EngineEvent> Failed()
    {
        var stack = RecordedRun.Stack();
        var user = RecordedRun.User("first", new PropertyValue("ann"));
        yield return new EngineEvent.Prelude(false, ImmutableSortedDictionary<string, string>.Empty);
        yield return new EngineEvent.ResourcePre(new(StepOp.Same, stack.Urn, stack.Type, stack, stack), false);
        yield return RecordedRun.Pre(user, false);
        yield return new EngineEvent.Diagnostic(LogSeverity.Error, "no such host\n  tried 3 times", user.Urn, false);
        yield return new EngineEvent.ResourceFailed(new(StepOp.Create, user.Urn, user.Type, null, user), TimeSpan.Zero);
        yield return new EngineEvent.Diagnostic(LogSeverity.Warning, "2 pods left", "", false);
        yield return new EngineEvent.Diagnostic(LogSeverity.Debug, "not shown", "", false);
        yield return new EngineEvent.Diagnostic(LogSeverity.Error, "update failed", "", false);
        yield return new EngineEvent.ResourceOutputs(new(StepOp.Same, stack.Urn, stack.Type, stack, stack), false,
            TimeSpan.Zero);
        yield return new EngineEvent.Summary(
            false, false, TimeSpan.FromMilliseconds(20),
            ImmutableSortedDictionary<StepOp, int>.Empty.Add(StepOp.Create, 1).Add(StepOp.Same, 1), stack.Outputs);
    }
}
