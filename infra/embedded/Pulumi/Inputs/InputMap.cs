using System.Collections;
using System.Collections.Immutable;

namespace Pulumi;

/// <summary>A map whose values, and whole parts of it, may be outputs. Kept as those parts until it is read.</summary>
public sealed class InputMap<TValue> : Input<ImmutableDictionary<string, TValue>>, IEnumerable,
    IAsyncEnumerable<Input<KeyValuePair<string, TValue>>>
{
    private ImmutableList<Output<ImmutableDictionary<string, Input<TValue>>?>> _parts;

    public InputMap() : this([])
    {
    }

    private InputMap(ImmutableList<Output<ImmutableDictionary<string, Input<TValue>>?>> parts) : base(null) =>
        _parts = parts;

    private protected override Output<ImmutableDictionary<string, TValue>> Resolved => Items.Apply(items =>
        items is null
            ? Output.Create(default(ImmutableDictionary<string, TValue>)!)
            : Output.All(items.Select(pair => pair.Value.Apply(value => KeyValuePair.Create(pair.Key, value))))
                .Apply(pairs => pairs.ToImmutableDictionary()));

    private protected override IOutput Wire => Items;

    /// <summary>Null only where the map is nothing but an output that turned out to be null.</summary>
    private Output<ImmutableDictionary<string, Input<TValue>>?> Items =>
        _parts.Count == 1 ? _parts[0] : Output.All(_parts).Apply(Union);

    public Input<TValue> this[string key]
    {
        set => Add(key, value);
    }

    public void Add(string key, Input<TValue> value) => _parts = _parts.Add(
        Output.Create<ImmutableDictionary<string, Input<TValue>>?>(
            ImmutableDictionary<string, Input<TValue>>.Empty.Add(key, value)));

    public void Add(InputMap<TValue> values) => AddRange(values);

    public void AddRange(InputMap<TValue> values) => _parts = _parts.AddRange(values._parts);

    /// <summary>Both maps in one; where both have a key the second's value stands.</summary>
    public static InputMap<TValue> Merge(InputMap<TValue> first, InputMap<TValue> second) =>
        new([Output.Tuple(first.Items, second.Items).Apply(pair =>
            pair.Item1 is null ? pair.Item2 : pair.Item2 is null ? pair.Item1 : pair.Item1.SetItems(pair.Item2))]);

    public static implicit operator InputMap<TValue>(Dictionary<string, TValue> values) => From(Output.Create(values));

    public static implicit operator InputMap<TValue>(ImmutableDictionary<string, TValue> values) =>
        From(Output.Create(values));

    public static implicit operator InputMap<TValue>(Output<Dictionary<string, TValue>> values) => From(values);

    public static implicit operator InputMap<TValue>(Output<IDictionary<string, TValue>> values) => From(values);

    public static implicit operator InputMap<TValue>(Output<ImmutableDictionary<string, TValue>> values) =>
        From(values);

    IEnumerator IEnumerable.GetEnumerator() => throw new NotSupportedException(
        $"An InputMap can't be enumerated synchronously: use {nameof(GetAsyncEnumerator)}.");

    public async IAsyncEnumerator<Input<KeyValuePair<string, TValue>>> GetAsyncEnumerator(
        CancellationToken cancellationToken)
    {
        var items = await Resolved.GetValueAsync(ImmutableDictionary<string, TValue>.Empty).ConfigureAwait(false);
        foreach (var item in items) yield return item;
    }

    private static InputMap<TValue> From<TMap>(Output<TMap> values)
        where TMap : IEnumerable<KeyValuePair<string, TValue>> => new([values.Apply(map =>
            map?.ToImmutableDictionary(pair => pair.Key, pair => (Input<TValue>)pair.Value))]);

    private static ImmutableDictionary<string, Input<TValue>>? Union(
        ImmutableArray<ImmutableDictionary<string, Input<TValue>>?> parts)
    {
        var all = ImmutableDictionary.CreateBuilder<string, Input<TValue>>();
        foreach (var (key, value) in parts.SelectMany(part => part ?? []))
            all[key] = all.TryGetValue(key, out var other) ? Same(key, other, value) : value;
        return all.ToImmutable();
    }

    /// <summary>The same key may be given twice with one value, as in any immutable map.</summary>
    private static Output<TValue> Same(string key, Input<TValue> first, Input<TValue> second) =>
        Output.Tuple(first, second).Apply(pair => EqualityComparer<TValue>.Default.Equals(pair.Item1, pair.Item2)
            ? pair.Item1
            : throw new ArgumentException($"The key '{key}' already stands in the map with a different value."));
}
