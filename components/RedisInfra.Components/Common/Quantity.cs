using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace RedisInfra.Components.Common;

/// <summary>
/// A Kubernetes quantity: bytes (<c>512Mi</c>, <c>1Gi</c>, <c>2G</c>) or cores (<c>250m</c>, <c>1.5</c>).
/// Source of the rule: Kubernetes API reference, resource.Quantity.
/// </summary>
public sealed class Quantity : IEquatable<Quantity>, IComparable<Quantity>
{
    private const decimal Kibi = 1024m;

    private static readonly Dictionary<string, decimal> _factors = new(StringComparer.Ordinal)
    {
        [""] = 1m, ["n"] = 1e-9m, ["u"] = 1e-6m, ["m"] = 1e-3m,
        ["k"] = 1e3m, ["M"] = 1e6m, ["G"] = 1e9m, ["T"] = 1e12m, ["P"] = 1e15m, ["E"] = 1e18m,
        ["Ki"] = Kibi, ["Mi"] = Kibi * Kibi, ["Gi"] = Kibi * Kibi * Kibi, ["Ti"] = Kibi * Kibi * Kibi * Kibi,
        ["Pi"] = Kibi * Kibi * Kibi * Kibi * Kibi, ["Ei"] = Kibi * Kibi * Kibi * Kibi * Kibi * Kibi,
    };

    private readonly string _text;

    private Quantity(decimal value, string text)
    {
        Value = value;
        _text = text;
    }

    /// <summary>The amount in base units.</summary>
    /// <value>Bytes or cores; fractions of a core are exact.</value>
    public decimal Value { get; }

    /// <summary>The amount as whole bytes, rounded up as Kubernetes does.</summary>
    /// <value>Bytes.</value>
    public long Bytes => (long)Math.Ceiling(Value);

    /// <summary>A quantity of <paramref name="count"/> MiB.</summary>
    public static Quantity Mebibytes(int count) => Parse(count.ToString(CultureInfo.InvariantCulture) + "Mi");

    /// <summary>A quantity of <paramref name="count"/> GiB.</summary>
    public static Quantity Gibibytes(int count) => Parse(count.ToString(CultureInfo.InvariantCulture) + "Gi");

    /// <summary>A quantity of <paramref name="count"/> thousandths of a core.</summary>
    public static Quantity Millicores(int count) => Parse(count.ToString(CultureInfo.InvariantCulture) + "m");

    /// <summary>Reads a quantity such as <c>512Mi</c> or <c>250m</c>.</summary>
    /// <exception cref="FormatException">The text is no Kubernetes quantity.</exception>
    public static Quantity Parse(string text) => TryParse(text, out var quantity)
        ? quantity
        : throw new FormatException($"\"{text}\" is no Kubernetes quantity such as 512Mi, 1Gi or 250m.");

    /// <summary>
    /// Reads a quantity; false when the text is none. Negative amounts are none: nothing here can owe memory.
    /// </summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out Quantity? quantity)
    {
        quantity = null;
        if (string.IsNullOrEmpty(text)) return false;
        var digits = 0;
        while (digits < text.Length && (char.IsAsciiDigit(text[digits]) || text[digits] == '.')) digits++;
        const NumberStyles plain = NumberStyles.AllowDecimalPoint;
        if (!decimal.TryParse(text[..digits], plain, CultureInfo.InvariantCulture, out var number)) return false;
        if (!TryFactor(text[digits..], out var factor)) return false;
        try
        {
            quantity = new Quantity(number * factor, text);
        }
        catch (OverflowException)
        {
            return false;
        }

        // Kubernetes keeps 63 bits; more could not be compared with what the server reports.
        if (quantity.Value <= long.MaxValue) return true;
        quantity = null;
        return false;
    }

    /// <inheritdoc/>
    public bool Equals(Quantity? other) => other is not null && other.Value == Value;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Quantity);

    /// <inheritdoc/>
    public override int GetHashCode() => Value.GetHashCode();

    /// <inheritdoc/>
    public int CompareTo(Quantity? other) => other is null ? 1 : Value.CompareTo(other.Value);

    /// <summary>The quantity as it was written, which is how Kubernetes takes it.</summary>
    public override string ToString() => _text;

    private static bool TryFactor(string suffix, out decimal factor)
    {
        if (_factors.TryGetValue(suffix, out factor)) return true;
        if (suffix.Length < 2 || suffix[0] is not ('e' or 'E')) return false;
        if (!int.TryParse(suffix[1..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent)
            || exponent is < -9 or > 18)
        {
            return false;
        }

        factor = 1m;
        for (var i = 0; i < Math.Abs(exponent); i++) factor = exponent > 0 ? factor * 10m : factor / 10m;
        return true;
    }
}
