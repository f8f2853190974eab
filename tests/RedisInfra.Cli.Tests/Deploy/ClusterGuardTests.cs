using RedisInfra.Cli.Deploy;
using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Cli.Tests.Deploy;

public class ClusterGuardTests
{
    private readonly List<string> _told = [];

    [Fact]
    public async Task Ensure_ClusterAnswers_IsTakenWithoutAWord()
    {
        var probe = new FakeProbe();
        var context = await EnsureAsync(probe, Up());
        Assert.Equal("mine", context?.Name);
        Assert.Equal(["reach current"], probe.Calls);
        Assert.Empty(_told);
    }

    [Fact]
    public async Task Ensure_NamedContextUnknown_IsRefusedAndNoLabIsTried()
    {
        var probe = new FakeProbe { Refusal = "RI4003", LabIsUp = true };
        var refused = await Assert.ThrowsAsync<DiagnosticException>(
            () => EnsureAsync(probe, Up(context: "prod", yes: true)));
        Assert.Equal("RI4003", Assert.Single(refused.Diagnostics).Code);
        Assert.Equal(["reach prod"], probe.Calls);
    }

    [Theory]
    [InlineData("up")]
    [InlineData("destroy")]
    [InlineData("refresh")]
    public async Task Ensure_NamedClusterSilent_IsRefused(string operation)
    {
        var probe = new FakeProbe { Refusal = "RI4005", LabIsUp = true };
        await Assert.ThrowsAsync<DiagnosticException>(
            () => EnsureAsync(probe, Up(context: "prod", yes: true) with { Operation = operation }));
        Assert.Equal(["reach prod"], probe.Calls);
    }

    [Fact]
    public async Task Ensure_NamedClusterSilentInPreview_GoesOnWithoutIt()
    {
        var probe = new FakeProbe { Refusal = "RI4005" };
        Assert.Null(await EnsureAsync(probe, Up(context: "prod") with { Operation = "preview" }));
        Assert.Contains("unknown until deployed", Assert.Single(_told));
    }

    [Fact]
    public async Task Ensure_WrongContextInPreview_IsRefused()
    {
        var probe = new FakeProbe { Refusal = "RI4003" };
        await Assert.ThrowsAsync<DiagnosticException>(
            () => EnsureAsync(probe, Up(context: "prod") with { Operation = "preview" }));
    }

    [Theory]
    [InlineData("up", "RI4005")]
    [InlineData("destroy", "RI4005")]
    [InlineData("status", "RI4006")]
    [InlineData("preview", "RI4006")]
    [InlineData("up", "RI4002")]
    public async Task Ensure_ConfiguredClusterUnusable_IsRefusedAndNoLabIsTried(string operation, string code)
    {
        var probe = new FakeProbe { Refusal = code, HasKubeconfig = true, LabIsUp = true };
        var refused = await Assert.ThrowsAsync<DiagnosticException>(
            () => EnsureAsync(probe, Up(yes: true) with { Operation = operation }));
        Assert.Equal([code, "RI6024"], refused.Diagnostics.Select(d => d.Code));
        Assert.Contains("KUBECONFIG=/lab/kubeconfig", refused.Message);
        Assert.Equal(["reach current"], probe.Calls);
    }

    [Fact]
    public async Task Ensure_ConfiguredClusterSilentInPreview_GoesOnWithoutIt()
    {
        var probe = new FakeProbe { Refusal = "RI4005", HasKubeconfig = true, LabIsUp = true };
        Assert.Null(await EnsureAsync(probe, Up() with { Operation = "preview" }));
        Assert.Contains("unknown until deployed", Assert.Single(_told));
        Assert.Equal(["reach current"], probe.Calls);
    }

    [Fact]
    public async Task Ensure_KubeconfigWithoutACurrentContext_UsesTheLab()
    {
        var probe = new FakeProbe { Refusal = "RI4003", HasKubeconfig = true, LabIsUp = true };
        Assert.Equal("lab", (await EnsureAsync(probe, Up()))?.Name);
    }

    [Fact]
    public async Task Ensure_NothingAnswersAndLabRuns_UsesTheLab()
    {
        var probe = new FakeProbe { Refusal = "RI4002", LabIsUp = true };
        var context = await EnsureAsync(probe, Up());
        Assert.Equal(["reach current", "use lab", "reach current of the lab"], probe.Calls);
        Assert.Equal("""{"redis":"lab/redis:1"}""", ContextImages.Find(context));
    }

    [Fact]
    public async Task Ensure_NothingAnswersAndYes_MakesTheLab()
    {
        var probe = new FakeProbe { Refusal = "RI4002" };
        var context = await EnsureAsync(probe, Up(yes: true));
        Assert.Equal("lab", context?.Name);
        Assert.Equal(["reach current", "start lab", "use lab", "reach current of the lab"], probe.Calls);
    }

    [Theory]
    [InlineData(true, "reach current, ask, start lab, use lab, reach current of the lab")]
    [InlineData(false, "reach current, ask")]
    public async Task Ensure_NothingAnswersOnATerminal_Asks(bool agrees, string calls)
    {
        var probe = new FakeProbe { Refusal = "RI4002", Agrees = agrees };
        var ensured = EnsureAsync(probe, Up() with { MayAsk = true });
        if (!agrees)
        {
            var refused = await Assert.ThrowsAsync<DiagnosticException>(() => ensured);
            Assert.Equal(["RI4002", "RI6021"], refused.Diagnostics.Select(d => d.Code));
        }

        await Task.WhenAny(ensured);
        Assert.Equal(calls, string.Join(", ", probe.Calls));
    }

    [Fact]
    public async Task Ensure_NothingAnswersAndNobodyThere_IsRefused()
    {
        var probe = new FakeProbe { Refusal = "RI4002" };
        var refused = await Assert.ThrowsAsync<DiagnosticException>(() => EnsureAsync(probe, Up()));
        Assert.Equal(["RI4002", "RI6021"], refused.Diagnostics.Select(d => d.Code));
        Assert.Equal(["reach current"], probe.Calls);
    }

    [Fact]
    public async Task Ensure_LabImpossible_SaysWhyAndStartsNothing()
    {
        var probe = new FakeProbe { Refusal = "RI4002", LabObstacle = "RI6001 lab: needs root." };
        var refused = await Assert.ThrowsAsync<DiagnosticException>(() => EnsureAsync(probe, Up(yes: true)));
        Assert.Equal("RI6020", refused.Diagnostics[^1].Code);
        Assert.Contains("needs root", refused.Message);
        Assert.Equal(["reach current"], probe.Calls);
    }

    [Fact]
    public async Task Ensure_LabDoesNotComeUp_IsRefused()
    {
        var probe = new FakeProbe { Refusal = "RI4002", LabStarts = false };
        var refused = await Assert.ThrowsAsync<DiagnosticException>(() => EnsureAsync(probe, Up(yes: true)));
        Assert.Equal("RI6022", Assert.Single(refused.Diagnostics).Code);
    }

    [Fact]
    public async Task Ensure_PreviewWithoutAnyCluster_MakesNoLab()
    {
        var probe = new FakeProbe { Refusal = "RI4002" };
        Assert.Null(await EnsureAsync(probe, Up(yes: true) with { Operation = "preview" }));
        Assert.Equal(["reach current"], probe.Calls);
    }

    private static Task<RedisInfra.Kubernetes.KubeContext?> EnsureAsync(FakeProbe probe, ClusterRequest request) =>
        new ClusterGuard(probe).EnsureAsync(request, CancellationToken.None);

    private ClusterRequest Up(string? context = null, bool yes = false) =>
        new("up", null, context, yes, MayAsk: false, _told.Add);
}
