using System.Collections.Immutable;

namespace Pulumi;

/// <summary>A value that is there later, with whether it is known and secret and what it came from.</summary>
public sealed class Output<T> : IOutput
{
    internal Output(Task<OutputData<T>> data)
    {
        DataTask = data;
        // A failure anywhere must end the run, and the run must not end before every Apply has.
        Deployment.Current?.Tasks.Add(data);
    }

    internal Task<OutputData<T>> DataTask { get; }

    public static Output<T> Create(Task<T> value) => Create(value, isSecret: false);

    public Output<TResult> Apply<TResult>(Func<T, TResult> func) =>
        Then(value => Output.Create(func(value)));

    public Output<TResult> Apply<TResult>(Func<T, Task<TResult>> func) =>
        Then(value => Output.Create(func(value)));

    public Output<TResult> Apply<TResult>(Func<T, Input<TResult>?> func) =>
        Then(value => func(value).ToOutput());

    public Output<TResult> Apply<TResult>(Func<T, Output<TResult>?> func) => Then(func);

    public Output<ValueTuple> Apply(Func<T, Task> func)
    {
        return Then(value => Output.Create(Run(value)));

        async Task<ValueTuple> Run(T value)
        {
            await func(value).ConfigureAwait(false);
            return ValueTuple.Create();
        }
    }

    public Output<TResult> UntypedApply<TResult>(Func<object?, Output<TResult>> func) =>
        Then(value => func(value));

    /// <summary>An output has no text: this warns, because it is nearly always a mistake in the program.</summary>
    public override string ToString()
    {
        const string message =
            "Calling ToString() on an Output<T> doesn't give its value. Use output.Apply(v => $\"…{v}…\") or " +
            "Output.Format($\"…{output}…\").";
        if (Deployment.Current is not null) Log.Warn(message);
        return message;
    }

    async Task<OutputData<object?>> IOutput.GetDataAsync() => (await DataTask.ConfigureAwait(false)).Untyped();

    internal static Output<T> Create(Task<T> value, bool isSecret)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new(Resolve());

        async Task<OutputData<T>> Resolve() =>
            new(ImmutableHashSet<Resource>.Empty, await value.ConfigureAwait(false), IsKnown: true, isSecret);
    }

    internal static Output<T> Unknown(T value) => new(Task.FromResult(
        new OutputData<T>(ImmutableHashSet<Resource>.Empty, value, IsKnown: false, IsSecret: false)));

    /// <summary>The same output with another value for its data.</summary>
    internal Output<T> With(Func<OutputData<T>, OutputData<T>> change)
    {
        return new(Resolve());

        async Task<OutputData<T>> Resolve() => change(await DataTask.ConfigureAwait(false));
    }

    internal async Task<T> GetValueAsync(T whenUnknown)
    {
        var data = await DataTask.ConfigureAwait(false);
        return data.IsKnown ? data.Value : whenUnknown;
    }

    private Output<TResult> Then<TResult>(Func<T, Output<TResult>?> func)
    {
        return new(Resolve());

        async Task<OutputData<TResult>> Resolve()
        {
            var data = await DataTask.ConfigureAwait(false);
            if (!data.IsKnown) return new(data.Resources, default!, IsKnown: false, data.IsSecret);

            if (func(data.Value) is not { } inner) return new(data.Resources, default!, IsKnown: true, data.IsSecret);

            var result = await inner.DataTask.ConfigureAwait(false);
            return result with
            {
                Resources = data.Resources.Union(result.Resources),
                IsSecret = data.IsSecret || result.IsSecret,
            };
        }
    }
}
