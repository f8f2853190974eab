using System.Collections.Immutable;
using Pulumi.Experimental;
using RedisInfra.Embedded.Engine.Deploy;
using RedisInfra.Embedded.Engine.Display;

namespace Embedded.Engine.Tests.Display;

public sealed class TreeModelTests
{
    private readonly TreeModel _tree = new(TimeProvider.System);

    [Fact]
    public void Lines_FinishedUpdate_IsATree()
    {
        foreach (var engineEvent in RecordedRun.Create(isPreview: false)) _tree.Add(engineEvent);

        Assert.Equal(
            [
                " +  pulumi:pulumi:Stack           prog-golden    created (1s)",
                " +  └─ redisinfra:index:Team      orders         created (0.00s)",
                " +     ├─ redislab:index:AclUser  orders-first   created (0.01s)",
                " +     ├─ redislab:index:AclUser  orders-second  created (0.00s)",
                " +     └─ redislab:index:AclUser  orders-third   created (0.00s)",
            ],
            _tree.Lines(120, 40).Select(l => l.Text));
    }

    [Theory]
    [InlineData(20)]
    [InlineData(40)]
    [InlineData(79)]
    public void Lines_NarrowTerminal_NoneIsWider(int width)
    {
        foreach (var engineEvent in RecordedRun.Create(isPreview: false)) _tree.Add(engineEvent);

        Assert.All(_tree.Lines(width, 40), l => Assert.True(l.Text.Length <= width));
    }

    [Fact]
    public void Lines_LowTerminal_KeepsWhatIsAtWork()
    {
        _tree.Add(new EngineEvent.Prelude(false, ImmutableSortedDictionary<string, string>.Empty));
        for (var i = 0; i < 50; i++)
        {
            var user = RecordedRun.User($"n{i}", new PropertyValue("x")) with { Parent = "" };
            _tree.Add(RecordedRun.Pre(user, false));
            if (i != 7) _tree.Add(RecordedRun.Done(user, false, 1));
        }

        _tree.Add(new EngineEvent.Diagnostic(
            LogSeverity.Info, "waiting for pod orders-0-0", RecordedRun.UserUrn + "n7", true));

        var lines = _tree.Lines(120, 10);
        Assert.Equal(10, lines.Count);
        Assert.Contains(lines, l => l.Text.Contains("orders-n7")
            && l.Text.EndsWith("creating (0s)  waiting for pod orders-0-0"));
        Assert.Contains("and 41 more", lines[^1].Text);
    }

    [Fact]
    public void Lines_UnchangedResources_AreHiddenButTheStack()
    {
        foreach (var engineEvent in RecordedRun.ProtectedReplace()) _tree.Add(engineEvent);

        var lines = _tree.Lines(200, 40);

        Assert.Equal(3, lines.Count);
        Assert.Contains("replace", lines[2].Text);
        Assert.Contains("[diff: ~name]; 1 error", lines[2].Text);
    }
}
