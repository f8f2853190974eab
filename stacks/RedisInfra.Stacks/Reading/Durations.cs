using System.Globalization;

namespace RedisInfra.Stacks.Reading;

/// <summary>Durations with their unit: 500ms, 15s, 2m, 1h.</summary>
internal static class Durations
{
    private static readonly (string Unit, double Milliseconds)[] _units =
        [("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000)];

    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        foreach (var (unit, milliseconds) in _units)
        {
            if (!text.EndsWith(unit, StringComparison.Ordinal)) continue;
            if (!double.TryParse(
                    text[..^unit.Length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                || number * milliseconds > TimeSpan.FromDays(365).TotalMilliseconds)
            {
                continue;
            }

            duration = TimeSpan.FromMilliseconds(number * milliseconds);
            return true;
        }

        return false;
    }
}
