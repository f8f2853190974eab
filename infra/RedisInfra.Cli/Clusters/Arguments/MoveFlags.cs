using System.CommandLine;
using RedisInfra.Admin.Migration;

namespace RedisInfra.Cli.Clusters.Arguments;

/// <summary>The options of commands that move slots.</summary>
internal sealed class MoveFlags
{
    private const int FingerprintDigits = 16;
    private static readonly string[] Methods =
        [.. Enum.GetNames<MethodChoice>().Select(name => name.ToLowerInvariant())];

    private readonly NumberOption _budget = NumberOption.Of(
        "--budget-ms", "How long one MIGRATE may block the servers: more is faster. Default: 1.", 0.1, 1000);

    private readonly Option<bool> _gentle = new("--gentle")
    {
        Description = "A quarter of the budget, and rest three times as long as it took: clients hardly notice.",
    };

    private readonly NumberOption _latency = NumberOption.Of(
        "--max-latency-ms", "Slow down while a PING of its own takes longer than this.", 0.1, 60_000);

    private readonly Option<string?> _method = new("--method")
    {
        Description = "auto (the best that all servers have), windows (SETSLOT and MIGRATE), or atomic (Redis 8.4, "
            + "Valkey 9).",
        HelpName = string.Join('|', Methods),
    };

    private readonly Option<string?> _fingerprint = new("--fingerprint")
    {
        Description = "Only when the topology is still the one that `plan` printed this for.",
        HelpName = "HEX",
    };

    public Option<bool> DryRun { get; } = new("--dry-run") { Description = "Say what would be done, and do nothing." };

    public Option<bool> Yes { get; } = new("--yes", "-y") { Description = "Don't ask." };

    public Option<bool> Json { get; } = new("--json", "-j") { Description = "One JSON document." };

    public void AddTo(Command command)
    {
        Option[] all =
        [
            _budget.Option, _gentle, _latency.Option, _method, _fingerprint, DryRun, Yes, Json,
        ];
        foreach (var option in all)
        {
            command.Add(option);
        }
    }

    public MoveSettings Read(ParseResult parsed, TimeSpan? timeout, Findings findings)
    {
        var standard = new MoveOptions();
        var options = standard with
        {
            Budget = _budget.Read(parsed, findings) is { } budget ? TimeSpan.FromMilliseconds(budget) : standard.Budget,
            Gentle = parsed.GetValue(_gentle),
            LatencyLimit = _latency.Read(parsed, findings) is { } limit ? TimeSpan.FromMilliseconds(limit) : null,
            Timeout = timeout ?? standard.Timeout,
            ExpectedFingerprint = Fingerprint(parsed, findings),
        };
        var text = parsed.GetValue(_method) ?? Methods[0];
        var method = Array.IndexOf(Methods, text);
        if (method < 0)
        {
            findings.Add("RI6037", "--method", $"\"{text}\" stands there",
                $"it is none of {string.Join(", ", Methods)}", "Take one of these");
        }

        return new MoveSettings(options, (MethodChoice)Math.Max(0, method), parsed.GetValue(DryRun),
            parsed.GetValue(Yes), parsed.GetValue(Json));
    }

    private string? Fingerprint(ParseResult parsed, Findings findings)
    {
        var text = parsed.GetValue(_fingerprint);
        if (text is null || (text.Length == FingerprintDigits && text.All(char.IsAsciiHexDigitLower)))
        {
            return text;
        }

        findings.Add("RI6038", "--fingerprint", $"\"{text}\" stands there", "it isn't 16 hexadecimal digits",
            "Take what `redisinfra cluster plan` printed");
        return null;
    }
}
