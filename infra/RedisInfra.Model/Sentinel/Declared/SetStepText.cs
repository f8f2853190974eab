using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Model.Sentinel.Declared;

/// <summary>Steps in a user's words, for previews and progress.</summary>
public static class SetStepText
{
    private const int MostNames = 5;

    /// <summary>One line.</summary>
    /// <param name="step">What is done.</param>
    /// <param name="names">What a user calls who is at an address; the address when nothing does.</param>
    public static string Of(SetStep step, Func<string, string> names) => step switch
    {
        SetStep.Follow one => $"{names(one.Server)} becomes a replica of {names(one.Master)}",
        SetStep.Monitor one => $"{names(one.Sentinel)} begins to watch {names(one.Master)}, quorum {one.Quorum}",
        SetStep.SignIn one => $"{names(one.Sentinel)} is given the password of the servers",
        SetStep.Set one => $"{names(one.Sentinel)}: {one.Option} {Change(one.Was, one.Value)}",
        SetStep.Configure one => $"{names(one.Server)}: {one.Option} {Change(one.Was, one.Value)}",
        SetStep.Heard one => $"all Sentinels hear that {Names(one.Servers.Select(names))} "
            + $"{(one.Servers.Length == 1 ? "isn't" : "aren't")} to be promoted",
        SetStep.HandOver one => $"{names(one.Master)} hands mastership over to one that stays, with writes held back",
        SetStep.Retire one => $"{names(one.Sentinel)} stops watching",
        SetStep.Forget one => $"the Sentinels forget {Names(one.Gone.Select(gone => gone.ToString()))}, "
            + "one after the other",
        _ => step.ToString(),
    };

    private static string Names(IEnumerable<string> names) => Amounts.List(names, MostNames);

    private static string Change(string was, string value) => was.Length == 0 ? value : $"{was} -> {value}";
}
