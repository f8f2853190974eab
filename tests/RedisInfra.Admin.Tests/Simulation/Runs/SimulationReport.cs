using System.Globalization;
using System.Text;

namespace RedisInfra.Admin.Tests.Simulation.Runs;

/// <summary>What many runs add up to.</summary>
internal sealed class SimulationReport
{
    private readonly SortedDictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _refusals = new(StringComparer.Ordinal);
    private TimeSpan _virtualTime;
    private int _runs;
    private int _failed;
    private int _withConflicts;
    private int _attempts;

    public void Add(RunResult result)
    {
        _runs++;
        _virtualTime += result.VirtualTime;
        _attempts += result.Attempts.Length;
        if (result.Failure is not null) _failed++;
        if (!result.Conflicts.IsEmpty) _withConflicts++;
        foreach (var (what, count) in result.Counts) _counts[what] = _counts.GetValueOrDefault(what) + count;
        foreach (var attempt in result.Attempts)
        {
            if (attempt.End is not (AttemptEnd.Refused or AttemptEnd.Stopped)) continue;
            string reason = Shorten(attempt.Message);
            _refusals[reason] = _refusals.GetValueOrDefault(reason) + 1;
        }
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture,
            $"{_runs} runs, {_failed} failed, {_withConflicts} with conflicts after a failover in the middle of a "
            + $"move; {_attempts} processes; {_virtualTime.TotalHours:0.0} virtual hours");
        foreach (var (what, count) in _counts) text.AppendLine(CultureInfo.InvariantCulture, $"  {count,9} {what}");
        text.AppendLine("why processes ended early:");
        foreach (var (what, count) in _refusals.OrderByDescending(pair => pair.Value).Take(30))
            text.AppendLine(CultureInfo.InvariantCulture, $"  {count,9} {what}");
        return text.ToString();
    }

    /// <summary>Without numbers and names, so that the same reasons are counted together.</summary>
    private static string Shorten(string message)
    {
        const int MaxLength = 170;
        var text = new StringBuilder();
        foreach (char c in message)
        {
            char shown = char.IsAsciiDigit(c) ? '#' : c;
            if (shown == '#' && text.Length > 0 && text[^1] == '#') continue;
            text.Append(shown == '\n' ? ' ' : shown);
            if (text.Length == MaxLength) break;
        }
        return text.ToString();
    }
}
