using System.Collections.Concurrent;
using System.Reflection;

namespace Pulumi;

/// <summary>Base of everything whose [Input] members go over the wire as one object.</summary>
public abstract class InputArgs
{
    private static readonly ConcurrentDictionary<Type, Member[]> _members = new();

    protected InputArgs()
    {
    }

    /// <summary>Wire names and values, in the order of declaration.</summary>
    /// <exception cref="ArgumentNullException">A required input has no value.</exception>
    internal virtual IEnumerable<(string Name, object? Value, bool Json)> GetInputs()
    {
        foreach (var member in _members.GetOrAdd(GetType(), FindMembers))
        {
            var value = member.Get(this);
            if (value is null && member.Attribute.IsRequired)
            {
                throw new ArgumentNullException(
                    member.Name, $"[Input] {GetType().FullName}.{member.Name} is required but was not given a value");
            }

            yield return (member.Attribute.Name, value, member.Attribute.IsJson);
        }
    }

    private static Member[] FindMembers(Type type)
    {
        const BindingFlags all = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance;
        var fields = type.GetFields(all).Select(field => Find(field, field.GetValue));
        var properties = type.GetProperties(all).Select(property => Find(property, property.GetValue));
        return [.. fields.Concat(properties).OfType<Member>()];

        static Member? Find(MemberInfo member, Func<object, object?> get) =>
            member.GetCustomAttribute<InputAttribute>() is { } attribute ? new(attribute, member.Name, get) : null;
    }

    private sealed record Member(InputAttribute Attribute, string Name, Func<object, object?> Get);
}
