using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace RedisInfra.Embedded.Engine.State;

/// <summary>
/// How JSON is spelled on disk: compact, nothing escaped that needn't be, numbers without a needless exponent.
/// </summary>
internal static class CheckpointJson
{
    public static JsonSerializerOptions Text { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonWriterOptions Compact { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonWriterOptions Indented { get; } =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true, IndentSize = 4 };

    /// <summary>
    /// The shortest text that reads back as <paramref name="value"/>: whole numbers below 1e21 in digits only.
    /// </summary>
    public static string Number(double value)
    {
        if (!double.IsFinite(value)) throw new ArgumentException("JSON has no NaN and no infinity", nameof(value));
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        var mark = text.IndexOf('E');
        if (mark < 0 || Math.Abs(value) is >= 1e21 or < 1e-6)
            return text.Replace('E', 'e').Replace("e-0", "e-", StringComparison.Ordinal);

        var exponent = int.Parse(text.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var sign = value < 0 ? "-" : "";
        var mantissa = text[sign.Length..mark];
        var point = mantissa.IndexOf('.') is var at && at < 0 ? mantissa.Length : at;
        var digits = mantissa.Replace(".", "", StringComparison.Ordinal);
        var whole = point + exponent;
        if (whole <= 0) return $"{sign}0.{new string('0', -whole)}{digits}";
        return whole >= digits.Length
            ? sign + digits.PadRight(whole, '0')
            : $"{sign}{digits[..whole]}.{digits[whole..]}";
    }
}
