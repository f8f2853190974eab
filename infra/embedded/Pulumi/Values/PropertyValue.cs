using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Pulumi.Experimental;

/// <summary>
/// A value as it crosses between program, engine, state and providers: JSON's kinds plus assets, resources, unknowns,
/// and on every level whether it is secret and which resources it came from. Immutable.
/// </summary>
public sealed class PropertyValue : IEquatable<PropertyValue>
{
    public static readonly PropertyValue Null = new(PropertyValueType.Null, null);
    public static readonly PropertyValue Computed = new(PropertyValueType.Computed, null);

    private readonly object? _value;

    public PropertyValue(bool value) : this(PropertyValueType.Bool, value)
    {
    }

    public PropertyValue(double value) : this(PropertyValueType.Number, value)
    {
    }

    public PropertyValue(string value) : this(PropertyValueType.String, value ?? throw Missing())
    {
    }

    public PropertyValue(ImmutableArray<PropertyValue> value) : this(PropertyValueType.Array, value)
    {
    }

    public PropertyValue(ImmutableDictionary<string, PropertyValue> value)
        : this(PropertyValueType.Map, value ?? throw Missing())
    {
    }

    public PropertyValue(Asset value) : this(PropertyValueType.Asset, value ?? throw Missing())
    {
    }

    public PropertyValue(Archive value) : this(PropertyValueType.Archive, value ?? throw Missing())
    {
    }

    public PropertyValue(ResourceReference value) : this(PropertyValueType.Resource, value)
    {
    }

    private PropertyValue(PropertyValueType type, object? value) =>
        (Type, _value, Dependencies) = (type, value, ImmutableHashSet<Urn>.Empty);

    private PropertyValue(PropertyValue other)
        : this(other.Type, other._value) => (IsSecret, Dependencies) = (other.IsSecret, other.Dependencies);

    public PropertyValueType Type { get; }
    public bool IsNull => Type == PropertyValueType.Null;
    public bool IsComputed => Type == PropertyValueType.Computed;
    public bool IsSecret { get; init; }
    public ImmutableHashSet<Urn> Dependencies { get; init; }

    public PropertyValue WithSecret(bool secret) =>
        secret == IsSecret ? this : new PropertyValue(this) { IsSecret = secret };

    public PropertyValue WithDependencies(ImmutableHashSet<Urn> dependencies) =>
        new(this) { Dependencies = dependencies };

    public bool TryGetBool(out bool value) => TryGet(out value);
    public bool TryGetNumber(out double value) => TryGet(out value);
    public bool TryGetString([NotNullWhen(true)] out string? value) => TryGet(out value);
    public bool TryGetArray(out ImmutableArray<PropertyValue> value) => TryGet(out value);

    public bool TryGetMap([NotNullWhen(true)] out ImmutableDictionary<string, PropertyValue>? value) =>
        TryGet(out value);

    public bool TryGetAsset(out Asset? value) => TryGet(out value);
    public bool TryGetArchive(out Archive? value) => TryGet(out value);
    public bool TryGetResource(out ResourceReference value) => TryGet(out value);

    public T Match<T>(
        Func<T> nullCase,
        Func<bool, T> boolCase,
        Func<double, T> numberCase,
        Func<string, T> stringCase,
        Func<ImmutableArray<PropertyValue>, T> arrayCase,
        Func<ImmutableDictionary<string, PropertyValue>, T> mapCase,
        Func<Asset, T> assetCase,
        Func<Archive, T> archiveCase,
        Func<ResourceReference, T> resourceCase,
        Func<T> computedCase) => _value switch
        {
            bool value => boolCase(value),
            double value => numberCase(value),
            string value => stringCase(value),
            ImmutableArray<PropertyValue> value => arrayCase(value),
            ImmutableDictionary<string, PropertyValue> value => mapCase(value),
            Asset value => assetCase(value),
            Archive value => archiveCase(value),
            ResourceReference value => resourceCase(value),
            _ => IsComputed ? computedCase() : nullCase(),
        };

    public bool Equals(PropertyValue? other) =>
        other is not null && (ReferenceEquals(this, other) ||
            (Type == other.Type && IsSecret == other.IsSecret && Dependencies.SetEquals(other.Dependencies) &&
             SameValue(other)));

    public override bool Equals(object? obj) => Equals(obj as PropertyValue);

    public override int GetHashCode() => HashCode.Combine(Type, IsSecret, _value switch
    {
        ImmutableArray<PropertyValue> items => items.Length,
        ImmutableDictionary<string, PropertyValue> map => map.Count,
        AssetOrArchive asset => asset.Key.GetHashCode(StringComparison.Ordinal),
        { } value => value.GetHashCode(),
        null => 0,
    });

    public override string? ToString()
    {
        var text = Match(
            () => "null",
            value => value.ToString(),
            value => value.ToString(CultureInfo.InvariantCulture),
            value => value,
            items => $"[{string.Join(",", items)}]",
            map => $"{{{string.Join(",", map.Select(pair => $"{pair.Key}:{pair.Value}"))}}}",
            asset => $"{asset}",
            archive => $"{archive}",
            resource => $"{resource.URN}",
            () => "{unknown}");
        var secret = IsSecret ? " (secret)" : "";
        return Dependencies.IsEmpty ? text + secret : $"{text}{secret} (deps: {string.Join(", ", Dependencies)})";
    }

    private bool SameValue(PropertyValue other) => _value switch
    {
        ImmutableArray<PropertyValue> items => items.SequenceEqual((ImmutableArray<PropertyValue>)other._value!),
        ImmutableDictionary<string, PropertyValue> map =>
            Same(map, (ImmutableDictionary<string, PropertyValue>)other._value!),
        AssetOrArchive asset => AssetOrArchive.Same(asset, (AssetOrArchive)other._value!),
        _ => Equals(_value, other._value),
    };

    private static bool Same(
        ImmutableDictionary<string, PropertyValue> a, ImmutableDictionary<string, PropertyValue> b) =>
        a.Count == b.Count && a.All(pair => b.TryGetValue(pair.Key, out var value) && pair.Value.Equals(value));

    private bool TryGet<T>([NotNullWhen(true)] out T? value)
    {
        value = _value is T found ? found : default;
        return _value is T;
    }

    private static ArgumentNullException Missing() => new("value", "Use PropertyValue.Null for a null.");
}
