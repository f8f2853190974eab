using RedisInfra.Model.Ring;

namespace RedisInfra.Admin.Ring.Moving;

/// <summary>What to tell of a run that didn't come to its end.</summary>
internal static class RingStopText
{
    public static string Of(RingMovePhase phase, string why) => $"RI3450 the move stopped: {why}. " + phase switch
    {
        RingMovePhase.None => "Nothing was changed; running it again begins anew.",
        RingMovePhase.Copying => "The old proxies serve as before, and no key was taken away. Running it again "
            + "continues; --undo deletes the copies.",
        RingMovePhase.Stopping => "The old proxies may be stopped, and no key was taken away. Running it again "
            + "continues; --undo deletes the copies, then start the old proxies again.",
        _ => "Every key is at its new server, and the old proxies must not be started again. Running it again starts "
            + "the new ones, if they aren't, and deletes what has moved.",
    };
}
