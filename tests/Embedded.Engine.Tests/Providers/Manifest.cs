using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Pulumi.Experimental;
using RedisInfra.Embedded.Engine.Providers.Kubernetes;
using YamlDotNet.RepresentationModel;

namespace Embedded.Engine.Tests.Providers;

/// <summary>Property bags written as YAML, which is how one thinks of manifests. A plain scalar <c>???</c> is
/// unknown.</summary>
internal static class Manifest
{
    public static ImmutableDictionary<string, PropertyValue> Of(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return WithUnknowns(PropertyJson.ToBag((JsonObject)ToJson(stream.Documents[0].RootNode)!));
    }

    private static JsonNode? ToJson(YamlNode node) => node switch
    {
        YamlMappingNode map =>
            new JsonObject(map.Select(p => KeyValuePair.Create(((YamlScalarNode)p.Key).Value!, ToJson(p.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Select(ToJson)]),
        YamlScalarNode { Style: not YamlDotNet.Core.ScalarStyle.Plain } text => JsonValue.Create(text.Value),
        YamlScalarNode scalar => Scalar(scalar.Value ?? ""),
        _ => throw new InvalidOperationException(node.ToString()),
    };

    private static JsonNode? Scalar(string text) =>
        text is "null" or "~" ? null
        : bool.TryParse(text, out var flag) ? JsonValue.Create(flag)
        : double.TryParse(text, out var number) ? JsonValue.Create(number)
        : JsonValue.Create(text);

    private static ImmutableDictionary<string, PropertyValue> WithUnknowns(
        ImmutableDictionary<string, PropertyValue> bag) =>
        bag.ToImmutableDictionary(p => p.Key, p => WithUnknowns(p.Value));

    private static PropertyValue WithUnknowns(PropertyValue value) =>
        value.TryGetMap(out var fields) ? new(WithUnknowns(fields))
        : value.TryGetArray(out var items) ? new(items.Select(WithUnknowns).ToImmutableArray())
        : value.TryGetString(out var text) && text == "???" ? PropertyValue.Computed
        : value;
}
