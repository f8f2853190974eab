using System.Collections;
using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.EventEmitters;

namespace RedisInfra.Components.Tests.Harness;

/// <summary>
/// Writes serialized inputs as YAML: keys in Kubernetes' usual order, then by name; whole numbers as such.
/// </summary>
internal static class ManifestYaml
{
    private static readonly string[] _first = ["apiVersion", "kind", "metadata", "name", "namespace"];

    private static readonly ISerializer _serializer = new SerializerBuilder()
        .WithQuotingNecessaryStrings()
        .WithEventEmitter(next => new LiteralBlocks(next))
        .DisableAliases()
        .Build();

    public static string Write(object value) => _serializer.Serialize(Plain(value)!).Replace("\r\n", "\n");

    private static object? Plain(object? value) => value switch
    {
        null or string or bool => value,
        IDictionary map => Sorted(map),
        IEnumerable list => list.Cast<object?>().Select(Plain).ToList(),
        double number when number == Math.Floor(number) => (long)number,
        IConvertible number => Convert.ToDecimal(number, CultureInfo.InvariantCulture),
        _ => throw new InvalidOperationException($"no YAML for {value.GetType()}"),
    };

    private static Dictionary<string, object?> Sorted(IDictionary map)
    {
        var keys = map.Keys.Cast<string>()
            .OrderBy(key => Array.IndexOf(_first, key) is var place && place >= 0 ? place : int.MaxValue)
            .ThenBy(key => key, StringComparer.Ordinal);
        var sorted = new Dictionary<string, object?>();
        foreach (var key in keys) sorted.Add(key, Plain(map[key]));
        return sorted;
    }

    private sealed class LiteralBlocks(IEventEmitter next) : ChainedEventEmitter(next)
    {
        public override void Emit(ScalarEventInfo eventInfo, IEmitter emitter)
        {
            if (eventInfo.Source.Value is string text && text.Contains('\n'))
                eventInfo = new ScalarEventInfo(eventInfo.Source) { Style = ScalarStyle.Literal };
            base.Emit(eventInfo, emitter);
        }
    }
}
