using System.CommandLine;
using RedisInfra.Admin.Ring.Moving;
using RedisInfra.Cli.Clusters.Arguments;
using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Cli.Rings;

/// <summary>The options that only <c>ring rebalance</c> has.</summary>
internal sealed class RingMoveFlags
{
    private readonly NumberOption _budget = NumberOption.Of(
        "--budget-ms", "How long one MIGRATE may block the servers: more is faster. Default: 1.", 0.1, 1000);

    private readonly Option<bool> _gentle = new("--gentle")
    {
        Description = "A quarter of the budget, and rest three times as long as it took: clients hardly notice.",
    };

    private readonly Option<bool> _strangers = new("--drop-strangers")
    {
        Description = "Delete keys that are where the old ring doesn't put them: no client can read them.",
    };

    private readonly Option<bool> _cache = new("--cache")
    {
        Description = "Copy nothing: only switch the proxies, and delete what the new ring doesn't look for.",
    };

    public Option<string?> StopOld { get; } = new("--stop-old")
    {
        Description = "Ends the old proxies. When it returns none of them may run, and none may come back by itself.",
        HelpName = "CMD",
    };

    public Option<string?> StartNew { get; } = new("--start-new")
    {
        Description = "Lets clients reach the new proxies. It and --stop-old may be run more than once.",
        HelpName = "CMD",
    };

    public Option<bool> Undo { get; } = new("--undo")
    {
        Description = "Go back to --from: delete the copies of a move that hasn't switched. Starts no proxy.",
    };

    public Option<bool> DryRun { get; } = new("--dry-run") { Description = "Say what would be done, and do nothing." };

    public Option<bool> Yes { get; } = new("--yes", "-y") { Description = "Don't ask." };

    public void AddTo(Command command)
    {
        Option[] all =
        [
            StopOld, StartNew, _budget.Option, _gentle, _cache, _strangers, Undo, DryRun, Yes,
        ];
        foreach (var option in all)
        {
            command.Add(option);
        }
    }

    /// <exception cref="DiagnosticException">Something is wrong with them; all of it.</exception>
    public RingMoveOptions Read(ParseResult parsed)
    {
        var findings = new Findings();
        var standard = new RingMoveOptions();
        var budget = _budget.Read(parsed, findings);
        if (!parsed.GetValue(Undo) && !parsed.GetValue(DryRun))
        {
            foreach (var option in new[] { StopOld, StartNew })
            {
                if (string.IsNullOrWhiteSpace(parsed.GetValue(option)))
                {
                    findings.Add("RI6036", option.Name, "it isn't given", "nothing else tells how proxies are switched",
                        "Give a command that does it");
                }
            }
        }

        findings.ThrowIfAny();
        return standard with
        {
            Budget = budget is { } ms ? TimeSpan.FromMilliseconds(ms) : standard.Budget,
            Gentle = parsed.GetValue(_gentle),
            DropStrangers = parsed.GetValue(_strangers),
            Mode = parsed.GetValue(_cache) ? RingMoveMode.Cache : RingMoveMode.Exact,
        };
    }
}
