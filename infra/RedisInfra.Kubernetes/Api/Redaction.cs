using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace RedisInfra.Kubernetes;

/// <summary>Takes a Secret's values out of what the server says about it: its errors quote what was sent.</summary>
internal static partial class Redaction
{
    private const string Shown = "[secret]";

    public static Func<string, string> For(JsonObject? body)
    {
        if (body is null || (string?)body["kind"] != "Secret")
        {
            return text => text;
        }

        var values = new[] { "data", "stringData" }
            .SelectMany(name => body[name] as JsonObject ?? [])
            .Select(pair => pair.Value is JsonValue v && v.TryGetValue<string>(out var text) ? text : "")
            .SelectMany(text => new[] { text, Decoded(text), Convert.ToBase64String(Encoding.UTF8.GetBytes(text)) })
            .Where(text => text.Length > 0).Distinct().OrderByDescending(text => text.Length).ToList();
        return text =>
        {
            // A decoder's message quotes the bytes around its error: parts of values that no whole value matches.
            text = DecoderQuote().Replace(text, "...");
            return values.Aggregate(text, (current, value) => current.Replace(value, Shown, StringComparison.Ordinal));
        };
    }

    private static string Decoded(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length)
            ? Encoding.UTF8.GetString(bytes, 0, length) : "";
    }

    [GeneratedRegex("(, error found in #\\d+ byte of \\.\\.\\.|, bigger context \\.\\.\\.).*", RegexOptions.Singleline)]
    private static partial Regex DecoderQuote();
}
