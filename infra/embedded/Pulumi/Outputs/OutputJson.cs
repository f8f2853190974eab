using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pulumi;

/// <summary>
/// JSON of values that hold outputs. Converters can't await, so writing is repeated: an output that isn't there yet is
/// noted and waited for before the next attempt.
/// </summary>
internal static class OutputJson
{
    public static async Task<OutputData<string>> SerializeAsync<T>(Output<T> value, JsonSerializerOptions? options)
    {
        var data = await value.DataTask.ConfigureAwait(false);
        while (data.IsKnown)
        {
            var nested = new Nested();
            var json = JsonSerializer.Serialize(data.Value, With(nested, options));
            if (nested.Pending.Count == 0)
            {
                var all = Output.Join(new OutputData<string>(data.Resources, "", true, data.IsSecret), nested.Seen);
                return all.IsKnown ? all with { Value = json } : all;
            }

            await Task.WhenAll(nested.Pending).ConfigureAwait(false);
        }

        return new(data.Resources, "", IsKnown: false, data.IsSecret);
    }

    public static async Task<OutputData<T>> DeserializeAsync<T>(Output<string> json, JsonSerializerOptions? options)
    {
        var data = await json.DataTask.ConfigureAwait(false);
        if (!data.IsKnown) return new(data.Resources, default!, IsKnown: false, data.IsSecret);

        var nested = new Nested { Seen = Output.Join(Output.Nothing(0), data) };
        var value = JsonSerializer.Deserialize<T>(data.Value, With(nested, options));
        return new(data.Resources, value!, IsKnown: true, data.IsSecret);
    }

    private static JsonSerializerOptions With(Nested nested, JsonSerializerOptions? options) =>
        new(options ?? JsonSerializerOptions.Default) { Converters = { nested } };

    private sealed class Nested : JsonConverterFactory
    {
        /// <summary>What the nested outputs say of the whole; when reading, what the whole says of them.</summary>
        public OutputData<int> Seen { get; set; } = Output.Nothing(0);

        public List<Task> Pending { get; } = [];

        public override bool CanConvert(Type type) =>
            type.IsAssignableTo(typeof(IInput)) || type.IsAssignableTo(typeof(IOutput));

        public override JsonConverter CreateConverter(Type type, JsonSerializerOptions options)
        {
            var definition = type.IsGenericType ? type.GetGenericTypeDefinition() : null;
            var converter =
                definition == typeof(Output<>) ? typeof(OutputConverter<>) :
                definition == typeof(Input<>) ? typeof(InputConverter<>) :
                definition == typeof(InputList<>) ? typeof(ListConverter<>) :
                definition == typeof(InputMap<>) ? typeof(MapConverter<>) :
                throw new NotSupportedException($"{type} can't be written as JSON.");
            return (JsonConverter)Activator.CreateInstance(
                converter.MakeGenericType(type.GenericTypeArguments), this)!;
        }

        public void Write<T>(Utf8JsonWriter writer, Output<T> output, JsonSerializerOptions options)
        {
            if (!output.DataTask.IsCompletedSuccessfully)
            {
                Pending.Add(output.DataTask);
                writer.WriteNullValue();
                return;
            }

            var data = output.DataTask.GetAwaiter().GetResult();
            Seen = Output.Join(Seen, data);
            if (data.IsKnown) JsonSerializer.Serialize(writer, data.Value, options);
            else writer.WriteNullValue();
        }

        public Output<T> Read<T>(ref Utf8JsonReader reader, JsonSerializerOptions options)
        {
            var value = JsonSerializer.Deserialize<T>(ref reader, options)!;
            return new(Task.FromResult(new OutputData<T>(Seen.Resources, value, IsKnown: true, Seen.IsSecret)));
        }
    }

    private sealed class OutputConverter<T>(Nested nested) : JsonConverter<Output<T>>
    {
        public override Output<T> Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            nested.Read<T>(ref reader, options);

        public override void Write(Utf8JsonWriter writer, Output<T> value, JsonSerializerOptions options) =>
            nested.Write(writer, value, options);
    }

    private sealed class InputConverter<T>(Nested nested) : JsonConverter<Input<T>>
    {
        public override Input<T> Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            nested.Read<T>(ref reader, options);

        public override void Write(Utf8JsonWriter writer, Input<T> value, JsonSerializerOptions options) =>
            nested.Write(writer, value.ToOutput(), options);
    }

    private sealed class ListConverter<T>(Nested nested) : JsonConverter<InputList<T>>
    {
        public override InputList<T> Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            nested.Read<System.Collections.Immutable.ImmutableArray<T>>(ref reader, options);

        public override void Write(Utf8JsonWriter writer, InputList<T> value, JsonSerializerOptions options) =>
            nested.Write(writer, value.ToOutput(), options);
    }

    private sealed class MapConverter<T>(Nested nested) : JsonConverter<InputMap<T>>
    {
        public override InputMap<T> Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            nested.Read<System.Collections.Immutable.ImmutableDictionary<string, T>>(ref reader, options);

        public override void Write(Utf8JsonWriter writer, InputMap<T> value, JsonSerializerOptions options) =>
            nested.Write(writer, value.ToOutput(), options);
    }
}
