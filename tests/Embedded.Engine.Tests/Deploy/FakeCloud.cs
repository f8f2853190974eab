using System.Collections.Immutable;
using System.Globalization;
using Pulumi.Experimental;

namespace Embedded.Engine.Tests.Deploy;

using Bag = ImmutableDictionary<string, PropertyValue>;

/// <summary>
/// Objects with unique names, as a cluster has them: making one that exists changes it. Counts every making of a new
/// object, so that a test can tell what was made twice.
/// </summary>
internal sealed class FakeCloud
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, Bag> _objects = new(StringComparer.Ordinal);
    private readonly List<string> _calls = [];
    private int _number;

    public ImmutableSortedDictionary<string, Bag> Objects
    {
        get
        {
            lock (_gate) return _objects.ToImmutableSortedDictionary(StringComparer.Ordinal);
        }
    }

    /// <summary>What providers were asked, in order: "create a", "delete a".</summary>
    public List<string> Calls
    {
        get
        {
            lock (_gate) return [.. _calls];
        }
    }

    /// <summary>For names that nothing has had before.</summary>
    public int NextNumber() => Interlocked.Increment(ref _number);

    public void Note(string call)
    {
        lock (_gate) _calls.Add(call);
    }

    public void ForgetCalls()
    {
        lock (_gate) _calls.Clear();
    }

    public void Apply(string id, Bag fields)
    {
        lock (_gate) _objects[id] = fields;
    }

    public Bag? Find(string id)
    {
        lock (_gate) return _objects.GetValueOrDefault(id);
    }

    public void Remove(string id)
    {
        lock (_gate) _objects.Remove(id);
    }

    public static string Text(Bag bag, string name) =>
        bag.TryGetValue(name, out var value) && value.TryGetString(out var text) ? text
        : value is not null && value.TryGetNumber(out var number) ? number.ToString(CultureInfo.InvariantCulture)
        : "";
}
