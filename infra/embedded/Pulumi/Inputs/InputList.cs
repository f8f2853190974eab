using System.Collections;
using System.Collections.Immutable;

namespace Pulumi;

/// <summary>
/// A list whose items, and whole stretches of it, may be outputs. Kept as those stretches until it is read.
/// </summary>
public sealed class InputList<T> : Input<ImmutableArray<T>>, IEnumerable, IAsyncEnumerable<Input<T>>
{
    private ImmutableList<Output<ImmutableArray<Input<T>>>> _parts;

    public InputList() : this([])
    {
    }

    private InputList(ImmutableList<Output<ImmutableArray<Input<T>>>> parts) : base(null) => _parts = parts;

    private protected override Output<ImmutableArray<T>> Resolved => Items.Apply(items => Output.All(items));

    private protected override IOutput Wire => Items;

    private Output<ImmutableArray<Input<T>>> Items => _parts.Count == 1
        ? _parts[0]
        : Output.All(_parts).Apply(parts => parts.SelectMany(part => part).ToImmutableArray());

    public void Add(params Input<T>[] inputs) => _parts = _parts.Add(Output.Create(inputs.ToImmutableArray()));

    public void Add(InputList<T> inputs) => AddRange(inputs);

    public void AddRange(InputList<T> inputs) => _parts = _parts.AddRange(inputs._parts);

    public InputList<T> Concat(InputList<T> other) => new(_parts.AddRange(other._parts));

    internal InputList<T> Clone() => new(_parts);

    public static implicit operator InputList<T>(T value) => Of([value]);

    public static implicit operator InputList<T>(Output<T> value) => Of([value]);

    public static implicit operator InputList<T>(Input<T> value) => Of([value]);

    public static implicit operator InputList<T>(T[] values) => Of(values.Select(value => (Input<T>)value));

    public static implicit operator InputList<T>(Output<T>[] values) => Of(values.Select(value => (Input<T>)value));

    public static implicit operator InputList<T>(Input<T>[] values) => Of(values);

    public static implicit operator InputList<T>(List<T> values) => Of(values.Select(value => (Input<T>)value));

    public static implicit operator InputList<T>(List<Output<T>> values) =>
        Of(values.Select(value => (Input<T>)value));

    public static implicit operator InputList<T>(List<Input<T>> values) => Of(values);

    public static implicit operator InputList<T>(ImmutableArray<T> values) => Of(Inputs(values));

    public static implicit operator InputList<T>(ImmutableArray<Output<T>> values) =>
        Of(values.IsDefault ? [] : values.Select(value => (Input<T>)value));

    public static implicit operator InputList<T>(ImmutableArray<Input<T>> values) =>
        Of(values.IsDefault ? [] : values);

    public static implicit operator InputList<T>(Output<T[]> values) => From(values.Apply(items => Inputs(items)));

    public static implicit operator InputList<T>(Output<List<T>> values) =>
        From(values.Apply(items => Inputs(items)));

    public static implicit operator InputList<T>(Output<IEnumerable<T>> values) =>
        From(values.Apply(items => Inputs(items)));

    public static implicit operator InputList<T>(Output<ImmutableArray<T>> values) =>
        From(values.Apply(items => Inputs(items)));

    IEnumerator IEnumerable.GetEnumerator() => throw new NotSupportedException(
        $"An InputList can't be enumerated synchronously: use {nameof(GetAsyncEnumerator)}.");

    public async IAsyncEnumerator<Input<T>> GetAsyncEnumerator(CancellationToken cancellationToken)
    {
        foreach (var item in await Items.GetValueAsync([]).ConfigureAwait(false)) yield return item;
    }

    private static InputList<T> Of(IEnumerable<Input<T>> items) => From(Output.Create(items.ToImmutableArray()));

    private static InputList<T> From(Output<ImmutableArray<Input<T>>> items) => new([items]);

    private static ImmutableArray<Input<T>> Inputs(IEnumerable<T> items) =>
        items is ImmutableArray<T> { IsDefault: true } ? [] : [.. items.Select(item => (Input<T>)item)];
}
