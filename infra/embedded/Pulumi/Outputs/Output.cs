using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Pulumi;

public static partial class Output
{
    public static Output<T> Create<T>(T value) => Create(Task.FromResult(value));

    public static Output<T> Create<T>(Task<T> value) => Output<T>.Create(value, isSecret: false);

    public static Output<T> CreateSecret<T>(T value) => CreateSecret(Task.FromResult(value));

    public static Output<T> CreateSecret<T>(Task<T> value) => Output<T>.Create(value, isSecret: true);

    public static Output<T> CreateSecret<T>(Output<T> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.With(data => data with { IsSecret = true });
    }

    public static Output<T> Unsecret<T>(Output<T> output) => output.With(data => data with { IsSecret = false });

    public static async Task<bool> IsSecretAsync<T>(Output<T> output) =>
        (await output.DataTask.ConfigureAwait(false)).IsSecret;

    public static Output<ImmutableArray<T>> All<T>(params Input<T>[] inputs) => All(inputs.AsEnumerable());

    public static Output<ImmutableArray<T>> All<T>(IEnumerable<Input<T>> inputs) =>
        All(inputs.Select(input => input.ToOutput()));

    public static Output<ImmutableArray<T>> All<T>(params Output<T>[] outputs) => All(outputs.AsEnumerable());

    public static Output<ImmutableArray<T>> All<T>(IEnumerable<Output<T>> outputs)
    {
        return new(Resolve([.. outputs]));

        static async Task<OutputData<ImmutableArray<T>>> Resolve(Output<T>[] outputs)
        {
            var values = ImmutableArray.CreateBuilder<T>(outputs.Length);
            var all = Nothing(default(ImmutableArray<T>));
            foreach (var output in outputs)
            {
                var data = await output.DataTask.ConfigureAwait(false);
                values.Add(data.Value);
                all = Join(all, data);
            }

            return all with { Value = values.MoveToImmutable() };
        }
    }

    public static Output<string> Format(FormattableString formattableString) =>
        Combine(formattableString.GetArguments().Select(AsOutput), values =>
            string.Format(CultureInfo.InvariantCulture, formattableString.Format, values));

    public static Output<string> JsonSerialize<T>(Output<T> value, JsonSerializerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new(OutputJson.SerializeAsync(value, options));
    }

    public static Output<T> JsonDeserialize<T>(Output<string> json, JsonSerializerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(json);
        return new(OutputJson.DeserializeAsync<T>(json, options));
    }

    internal static OutputData<T> Nothing<T>(T value) =>
        new(ImmutableHashSet<Resource>.Empty, value, IsKnown: true, IsSecret: false);

    internal static OutputData<T> Join<T, TOther>(OutputData<T> all, OutputData<TOther> other) => new(
        all.Resources.Union(other.Resources), all.Value, all.IsKnown && other.IsKnown, all.IsSecret || other.IsSecret);

    private static Output<TResult> Combine<TResult>(IEnumerable<IOutput> outputs, Func<object?[], TResult> make)
    {
        return new(Resolve([.. outputs]));

        async Task<OutputData<TResult>> Resolve(IOutput[] outputs)
        {
            var values = new object?[outputs.Length];
            var all = Nothing(default(TResult)!);
            for (var i = 0; i < outputs.Length; i++)
            {
                var data = await outputs[i].GetDataAsync().ConfigureAwait(false);
                values[i] = data.Value;
                all = Join(all, data);
            }

            return all.IsKnown ? all with { Value = make(values) } : all;
        }
    }

    private static IOutput AsOutput(object? value) => value switch
    {
        IOutput output => output,
        IInput input => input.ToOutput(),
        Task task => throw new ArgumentException($"Wrap the {task.GetType().Name} in Output.Create first."),
        _ => Create(value),
    };
}
