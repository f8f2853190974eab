using System.Diagnostics.CodeAnalysis;

namespace Pulumi;

/// <summary>"urn:pulumi:STACK::PROJECT::PARENT_TYPE$TYPE::NAME".</summary>
public readonly partial struct Urn : IEquatable<Urn>
{
    private readonly string _value;

    public Urn(string value)
    {
        if (string.IsNullOrEmpty(value)) throw new ArgumentException("A URN can't be null or empty.", nameof(value));
        _value = value;
    }

    public static implicit operator string(Urn value) => value._value;

    public override string ToString() => _value;
    public bool Equals(Urn other) => string.Equals(_value, other._value, StringComparison.Ordinal);
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Urn other && Equals(other);
    public override int GetHashCode() => _value is null ? 0 : _value.GetHashCode(StringComparison.Ordinal);
    public static bool operator ==(Urn left, Urn right) => left.Equals(right);
    public static bool operator !=(Urn left, Urn right) => !left.Equals(right);

    /// <summary>The resource's own type, without its parents'.</summary>
    internal static string Type(string urn)
    {
        var qualified = Part(urn, 2);
        return qualified[(qualified.LastIndexOf('$') + 1)..];
    }

    /// <summary>The name is the last part and may itself hold "::".</summary>
    internal static string Name(string urn) => Part(urn, 3);

    private static string Part(string urn, int index)
    {
        var parts = urn.Split("::", 4);
        return parts.Length == 4 ? parts[index] : throw new ArgumentException($"\"{urn}\" is not a URN.", nameof(urn));
    }
}
