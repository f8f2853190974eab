using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using Pulumi.Experimental;
using Items = System.Collections.Immutable.ImmutableArray<object?>;
using Map = System.Collections.Immutable.ImmutableDictionary<string, object?>;

namespace Pulumi.Serialization;

/// <summary>Turns a value from the wire into what an [Output] property declares.</summary>
internal sealed class OutputReader(Action<string> warn)
{
    private static readonly ConcurrentDictionary<Type, Reader> _readers = new();

    private delegate object? Reader(OutputReader reader, object value, string context);

    public static (object? Value, bool IsKnown, bool IsSecret) Read(
        PropertyValue value, Type type, string context, Action<string> warn)
    {
        var plain = new PlainReader();
        var read = plain.Read(value);
        return (new OutputReader(warn).Convert(read, type, context), plain.IsKnown, plain.IsSecret);
    }

    /// <summary>A value that doesn't fit is warned of and left out: providers and programs differ in version.</summary>
    private object? Convert(object? value, Type type, string context)
    {
        try
        {
            return ConvertOrThrow(value, type, context);
        }
        catch (FormatException e)
        {
            warn(e.Message);
            return Default(type);
        }
    }

    private object? ConvertOrThrow(object? value, Type type, string context) =>
        value is null ? Default(type) : _readers.GetOrAdd(type, Choose)(this, value, context);

    /// <summary>Looks at a type once: there are thousands of values of each.</summary>
    private static Reader Choose(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(int)) return (_, value, context) => (int)Expect<double>(value, context);
        if (type == typeof(JsonElement)) return (_, value, _) => JsonSerializer.SerializeToElement(value);
        if (type.IsEnum) return (_, value, context) => Enum.ToObject(type, (int)Expect<double>(value, context));
        if (type.IsValueType && type.IsDefined(typeof(EnumTypeAttribute)))
            return (_, value, context) => ReadEnum(value, type, context);
        if (type.IsDefined(typeof(OutputTypeAttribute))) return ObjectReader(type);
        if (type.IsConstructedGenericType && ChooseGeneric(type) is { } reader) return reader;
        return (_, value, context) => type.IsInstanceOfType(value) ? value : throw Unfit(value, type, context);
    }

    private static Reader? ChooseGeneric(Type type)
    {
        var definition = type.GetGenericTypeDefinition();
        var inner = type.GenericTypeArguments;
        if (definition == typeof(Union<,>))
            return (reader, value, context) => reader.ReadUnion(value, type, inner, context);
        if (definition == typeof(ImmutableArray<>)) return Generic(nameof(ReadArray), inner);
        if (definition == typeof(ImmutableDictionary<,>) && inner[0] == typeof(string))
            return Generic(nameof(ReadMap), [inner[1]]);
        return definition == typeof(Output<>) ? Generic(nameof(ReadOutput), inner) : null;
    }

    private static Reader Generic(string method, Type[] types) => typeof(OutputReader)
        .GetMethod(method, BindingFlags.NonPublic | BindingFlags.Static)!
        .MakeGenericMethod(types).CreateDelegate<Reader>();

    private static object? ReadArray<T>(OutputReader reader, object value, string context) =>
        Expect<Items>(value, context)
            .Select((item, i) => (T)reader.Convert(item, typeof(T), $"{context}[{i}]")!).ToImmutableArray();

    private static object? ReadMap<T>(OutputReader reader, object value, string context) =>
        Expect<Map>(value, context).ToImmutableDictionary(
            pair => pair.Key, pair => (T)reader.Convert(pair.Value, typeof(T), $"{context}.{pair.Key}")!);

    private static object? ReadOutput<T>(OutputReader reader, object value, string context) =>
        Output.Create((T)reader.ConvertOrThrow(value, typeof(T), context)!);

    private object ReadUnion(object value, Type type, Type[] cases, string context)
    {
        try
        {
            return Make("FromT0", cases[0]);
        }
        catch (FormatException)
        {
            return Make("FromT1", cases[1]);
        }

        object Make(string from, Type @case) =>
            type.GetMethod(from)!.Invoke(null, [ConvertOrThrow(value, @case, context)])!;
    }

    private static Reader ObjectReader(Type type)
    {
        const BindingFlags all = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance;
        var constructors = type.GetConstructors(all);
        var constructor =
            constructors.FirstOrDefault(candidate => candidate.IsDefined(typeof(OutputConstructorAttribute))) ??
            constructors.SingleOrDefault(candidate => candidate.IsPublic) ??
            throw new InvalidOperationException($"{type.FullName} has no [OutputConstructor].");
        var parameters = constructor.GetParameters().Select(parameter => (
            Name: parameter.GetCustomAttribute<OutputConstructorParameterAttribute>()?.Name ?? parameter.Name!,
            Type: parameter.ParameterType)).ToArray();

        return (reader, value, context) =>
        {
            var map = Expect<Map>(value, context);
            return constructor.Invoke(Array.ConvertAll(parameters, parameter =>
                map.GetValueOrDefault(parameter.Name) is { } given
                    ? reader.Convert(given, parameter.Type, $"{context}.{parameter.Name}")
                    : Default(parameter.Type)));
        };
    }

    private static object ReadEnum(object value, Type type, string context)
    {
        const BindingFlags all = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance;
        var constructor = type.GetConstructor(all, [value.GetType()]) ?? throw Unfit(value, type, context);
        return constructor.Invoke([value]);
    }

    private static T Expect<T>(object value, string context) =>
        value is T expected ? expected : throw Unfit(value, typeof(T), context);

    private static FormatException Unfit(object value, Type type, string context) =>
        new($"Expected {type.FullName} but got {value.GetType().FullName} deserializing {context}");

    private static object? Default(Type type) => type.IsValueType ? Activator.CreateInstance(type) : null;
}
