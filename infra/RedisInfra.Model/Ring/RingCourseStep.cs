namespace RedisInfra.Model.Ring;

/// <summary>A step on the way from the ring that is served to the declared one.</summary>
public abstract record RingCourseStep
{
    private RingCourseStep()
    {
    }

    /// <summary>Keys move from where one ring has them to where the other has them, and proxies are switched.</summary>
    public sealed record Move(RingPool From, RingPool To) : RingCourseStep;

    /// <summary>A move that was begun, and hasn't switched, is given up: copies are deleted, and the ring that was
    /// served is served.</summary>
    public sealed record GiveUp(RingPool From, RingPool To) : RingCourseStep;

    /// <summary>Proxies may serve it; no key moves.</summary>
    public sealed record Serve(RingPool Ring) : RingCourseStep;
}
