using System.Globalization;

namespace RedisInfra.Provider.Volumes;

/// <summary>Reads Kubernetes quantities of bytes. Source: Kubernetes API reference, resource.Quantity.</summary>
internal static class StorageSize
{
    private const NumberStyles Number = NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
    private const string Powers = "kmgtpe";

    /// <summary>The bytes; null when the text is none.</summary>
    public static decimal? Bytes(string? text)
    {
        if (string.IsNullOrEmpty(text)) return null;
        // "1E" is an exabyte, "1e3" a thousand.
        int digits = text.Length - text.AsSpan().TrimStart("0123456789.").Length;
        string suffix = text[digits..];
        decimal? factor = suffix switch
        {
            "" => 1m,
            "m" => 0.001m,
            [('K' or 'M' or 'G' or 'T' or 'P' or 'E') and var letter, 'i'] => Power(1024m, letter),
            ['k' or 'M' or 'G' or 'T' or 'P' or 'E'] => Power(1000m, suffix[0]),
            ['e' or 'E', ..] => 1m,
            _ => null,
        };
        string number = suffix is ['e' or 'E', _, ..] ? text : text[..digits];
        return factor is not null && decimal.TryParse(number, Number, CultureInfo.InvariantCulture, out decimal count)
            ? Math.Ceiling(count * factor.Value) : null;
    }

    private static decimal? Power(decimal step, char letter)
    {
        int power = Powers.IndexOf(char.ToLowerInvariant(letter)) + 1;
        decimal factor = 1m;
        for (int i = 0; i < power; i++) factor *= step;
        return power == 0 ? null : factor;
    }
}
