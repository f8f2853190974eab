using RedisInfra.Kubernetes.Readiness;

namespace RedisInfra.Kubernetes.Tests.Readiness;

public sealed class GraceClockTests
{
    private static readonly NotReadyReason Image = new(ReasonKind.ImagePull, "a-0", "image");
    private static readonly NotReadyReason Quota = new(ReasonKind.Refused, "a", "exceeded quota: q");
    private static readonly NotReadyReason NoAccount = new(ReasonKind.Refused, "a", "error looking up service account");
    private static readonly NotReadyReason Probe = new(ReasonKind.Probe, "a-0", "probe");
    private readonly GraceClock _clock = new(new ReadinessOptions());

    [Fact]
    public void Update_ReasonThatStays_IsOverAfterItsGrace()
    {
        Assert.Equal((0, 60.0), At(0, Image));
        Assert.Equal((0, 60.0), At(59, Image with { Message = "other words for it" }));
        Assert.Equal((1, null), At(60, Image));
    }

    [Fact]
    public void Update_ReasonThatGoes_StartsAnew()
    {
        At(0, Image);
        Assert.Equal((0, null), At(30));
        Assert.Equal((0, 91.0), At(31, Image));
    }

    [Fact]
    public void Update_SeveralReasons_TheShortestGraceIsNext()
    {
        Assert.Equal((0, 5.0), At(0, Image, Quota, Probe));
        Assert.Equal((1, 60.0), At(5, Image, Quota, Probe));
    }

    [Fact]
    public void Update_RefusalThatPasses_HasTheLongGrace() => Assert.Equal((0, 60.0), At(0, NoAccount));

    [Fact]
    public void Update_Probe_NeverEndsTheWaitByDefault() => Assert.Equal((0, null), At(9999, Probe));

    [Fact]
    public void Update_FailedForGood_IsOverAtOnce() =>
        Assert.Equal((1, null), At(0, new NotReadyReason(ReasonKind.Failed, "job", "failed")));

    private (int Over, double? NextDue) At(double seconds, params NotReadyReason[] reasons)
    {
        var (over, next) = _clock.Update(reasons, TimeSpan.FromSeconds(seconds));
        return (over.Count, next?.TotalSeconds);
    }
}
