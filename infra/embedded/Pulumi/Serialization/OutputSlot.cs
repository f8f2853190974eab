using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using Pulumi.Experimental;
using Pulumi.Serialization;

namespace Pulumi;

/// <summary>An [Output] property of a resource, waiting for its registration.</summary>
internal abstract class OutputSlot
{
    private static readonly ConcurrentDictionary<Type, Definition[]> _definitions = new();

    public abstract object Output { get; }

    public abstract void Set(PropertyValue value, Action<string> warn);

    public abstract void SetDefault(bool isKnown);

    public abstract void Fail(Exception exception);

    /// <summary>Puts an output that waits into every [Output] property and gives them by wire name.</summary>
    public static ImmutableDictionary<string, OutputSlot> Fill(Resource resource)
    {
        var slots = ImmutableDictionary.CreateBuilder<string, OutputSlot>();
        foreach (var definition in _definitions.GetOrAdd(resource.GetType(), Define))
        {
            var slot = definition.Create(resource);
            definition.Property.SetValue(resource, slot.Output);
            slots.Add(definition.Name, slot);
        }

        return slots.ToImmutable();
    }

    private static Definition[] Define(Type type) =>
    [
        .. from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
           let attribute = property.GetCustomAttribute<OutputAttribute>()
           where attribute is not null
           // A component's own outputs are set by its constructor, perhaps before this.
           where !type.IsAssignableTo(typeof(ComponentResource)) || property.DeclaringType == typeof(Resource)
           select Define(property, attribute.Name ?? property.Name),
    ];

    private static Definition Define(PropertyInfo property, string name)
    {
        if (!property.PropertyType.IsConstructedGenericType ||
            property.PropertyType.GetGenericTypeDefinition() != typeof(Output<>))
        {
            throw RunException.OutputsHaveIncorrectType([name]);
        }

        // A private setter can only be reached through the class that declares it.
        var settable = property.DeclaringType!.GetProperty(
            property.Name, BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)!;
        if (settable.SetMethod is null)
            throw new InvalidOperationException($"[Output] {settable.DeclaringType}.{settable.Name} can't be set.");

        var slot = typeof(OutputSlot<>).MakeGenericType(property.PropertyType.GenericTypeArguments);
        return new(name, settable, resource => (OutputSlot)Activator.CreateInstance(slot, resource, name)!);
    }

    private sealed record Definition(string Name, PropertyInfo Property, Func<Resource, OutputSlot> Create);
}

internal sealed class OutputSlot<T> : OutputSlot
{
    private readonly TaskCompletionSource<OutputData<T>> _source =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly Resource _resource;
    private readonly string _name;

    public OutputSlot(Resource resource, string name)
    {
        (_resource, _name) = (resource, name);
        Output = new Output<T>(_source.Task);
    }

    public override object Output { get; }

    public override void Set(PropertyValue value, Action<string> warn)
    {
        var context = $"{_resource.GetType().FullName}.{_name}";
        var (converted, isKnown, isSecret) = OutputReader.Read(value, typeof(T), context, warn);
        _source.TrySetResult(new([_resource], converted is T known ? known : default!, isKnown, isSecret));
    }

    public override void SetDefault(bool isKnown) =>
        _source.TrySetResult(new([_resource], default!, isKnown, IsSecret: false));

    public override void Fail(Exception exception) => _source.TrySetException(exception);
}
