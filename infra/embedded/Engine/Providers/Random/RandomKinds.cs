using System.Collections.Immutable;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Pulumi.Experimental;

namespace RedisInfra.Embedded.Engine.Providers.Random;

using Bag = ImmutableDictionary<string, PropertyValue>;

/// <summary>Makes the values of the random kinds. Ids and output names are the official provider's.</summary>
internal static class RandomKinds
{
    /// <summary>The id of kinds whose value is a secret: an id can't be one.</summary>
    private const string NoId = "none";

    public static (string Id, Bag Outputs) Create(string type, Bag inputs) => type switch
    {
        "random:index/randomPassword:RandomPassword" => Password(inputs, RandomText.Create(TextRulesOf(inputs))),
        "random:index/randomString:RandomString" => String(inputs, RandomText.Create(TextRulesOf(inputs))),
        "random:index/randomId:RandomId" =>
            Id(inputs, RandomNumberGenerator.GetBytes(inputs.Integer("byteLength") ?? 0)),
        "random:index/randomBytes:RandomBytes" =>
            Bytes(inputs, RandomNumberGenerator.GetBytes(inputs.Integer("length") ?? 0)),
        "random:index/randomInteger:RandomInteger" => Integer(inputs, NextInteger(inputs)),
        _ => throw new InvalidOperationException($"the embedded host has no random kind {type}"),
    };

    public static IEnumerable<(string Property, string Reason)> Check(string type, Bag inputs)
    {
        if (type is "random:index/randomPassword:RandomPassword" or "random:index/randomString:RandomString")
        {
            var rules = TextRulesOf(inputs);
            if (Known(inputs, "length") && rules.Length < 1)
                yield return ("length", $"{rules.Length} is too short: at least 1");
            else if (Known(inputs, "length") && rules.Minimum > rules.Length)
                yield return ("length", $"{rules.Length} is shorter than the minimums ask for: {rules.Minimum}");
            if (rules.Alphabet.Length == 0)
                yield return ("special", "no character class is left: allow lower, upper, numeric or special");
        }

        var size = type.EndsWith(":RandomId", StringComparison.Ordinal) ? "byteLength"
            : type.EndsWith(":RandomBytes", StringComparison.Ordinal) ? "length" : null;
        if (size is not null && Known(inputs, size) && inputs.Integer(size) is not >= 1)
            yield return (size, "needs at least 1 byte");
        if (type.EndsWith(":RandomInteger", StringComparison.Ordinal) && inputs.Integer("min") > inputs.Integer("max"))
            yield return ("max", $"{inputs.Integer("max")} is below min, {inputs.Integer("min")}");
    }

    /// <summary>Takes over a value that exists: the id given to import is the value itself, as with the official
    /// provider.</summary>
    public static (string Id, Bag Inputs, Bag Outputs) Import(string type, string id)
    {
        switch (type)
        {
            case "random:index/randomPassword:RandomPassword":
                var inputs = Bag.Empty.Add("length", new(id.Length));
                return (NoId, inputs, Password(inputs, id).Outputs);
            case "random:index/randomString:RandomString":
                inputs = Bag.Empty.Add("length", new(id.Length));
                return (id, inputs, String(inputs, id).Outputs);
            case "random:index/randomId:RandomId":
                var parts = id.Split(',', 2);
                var bytes = Convert.FromBase64String(FromUrl(parts[^1]));
                inputs = Bag.Empty.Add("byteLength", new(bytes.Length));
                inputs = parts.Length == 2 ? inputs.Add("prefix", new(parts[0])) : inputs;
                return (parts[^1], inputs, Id(inputs, bytes).Outputs);
            case "random:index/randomBytes:RandomBytes":
                bytes = Convert.FromBase64String(id);
                inputs = Bag.Empty.Add("length", new(bytes.Length));
                return (NoId, inputs, Bytes(inputs, bytes).Outputs);
            case "random:index/randomInteger:RandomInteger" when id.Split(',') is [var value, var min, var max]:
                inputs = Bag.Empty.Add("min", Number(min)).Add("max", Number(max));
                return (value, inputs, Integer(inputs, int.Parse(value)).Outputs);
            default:
                throw new InvalidOperationException($"{type} can't be imported from \"{id}\"");
        }
    }

    public static TextRules TextRulesOf(Bag inputs) => new(
        inputs.Integer("length") ?? 0,
        inputs.Flag("lower") ?? true,
        inputs.Flag("upper") ?? true,
        inputs.Flag("numeric") ?? inputs.Flag("number") ?? true,
        inputs.Flag("special") ?? true,
        inputs.Integer("minLower") ?? 0,
        inputs.Integer("minUpper") ?? 0,
        inputs.Integer("minNumeric") ?? 0,
        inputs.Integer("minSpecial") ?? 0,
        inputs.Text("overrideSpecial"));

    private static (string Id, Bag Outputs) Password(Bag inputs, string result) =>
        (NoId, Text(inputs, Secret(result)).SetItem("bcryptHash", Secret(Bcrypt.Hash(result))));

    private static (string Id, Bag Outputs) String(Bag inputs, string result) =>
        (result, Text(inputs, new PropertyValue(result)));

    private static Bag Text(Bag inputs, PropertyValue result)
    {
        var rules = TextRulesOf(inputs);
        return inputs.SetItems(new Dictionary<string, PropertyValue>
        {
            ["lower"] = new(rules.Lower),
            ["upper"] = new(rules.Upper),
            ["number"] = new(rules.Numeric),
            ["numeric"] = new(rules.Numeric),
            ["special"] = new(rules.Special),
            ["minLower"] = new(rules.MinLower),
            ["minUpper"] = new(rules.MinUpper),
            ["minNumeric"] = new(rules.MinNumeric),
            ["minSpecial"] = new(rules.MinSpecial),
            ["result"] = result,
        });
    }

    private static (string Id, Bag Outputs) Id(Bag inputs, byte[] bytes)
    {
        var prefix = inputs.Text("prefix") ?? "";
        var standard = Convert.ToBase64String(bytes);
        var url = standard.TrimEnd('=').Replace('+', '-').Replace('/', '_');
        return (url, inputs.SetItems(new Dictionary<string, PropertyValue>
        {
            ["b64Std"] = new(prefix + standard),
            ["b64Url"] = new(prefix + url),
            ["hex"] = new(prefix + Convert.ToHexStringLower(bytes)),
            ["dec"] = new(prefix + new BigInteger(bytes, isUnsigned: true, isBigEndian: true)),
        }));
    }

    private static (string Id, Bag Outputs) Bytes(Bag inputs, byte[] bytes) => (NoId, inputs
        .SetItem("base64", Secret(Convert.ToBase64String(bytes)))
        .SetItem("hex", Secret(Convert.ToHexStringLower(bytes))));

    private static (string Id, Bag Outputs) Integer(Bag inputs, int value) =>
        (value.ToString(), inputs.SetItem("result", new(value)));

    private static int NextInteger(Bag inputs)
    {
        var (min, max) = (inputs.Integer("min") ?? 0, inputs.Integer("max") ?? 0);
        if (inputs.Text("seed") is not { Length: > 0 } seed)
            return (int)NextLong(min, max);

        // A seeded value is for examples and tests; it is stable here, but not the number that the official provider
        // finds.
        var digest = new BigInteger(SHA256.HashData(Encoding.UTF8.GetBytes(seed)), isUnsigned: true);
        return (int)(min + (long)(digest % ((long)max - min + 1)));
    }

    private static long NextLong(long min, long max)
    {
        var digits = new BigInteger(RandomNumberGenerator.GetBytes(16), isUnsigned: true);
        return min + (long)(digits % (max - min + 1));
    }

    private static bool Known(Bag inputs, string name) => inputs.TryGetValue(name, out var value) && !value.IsComputed;

    private static PropertyValue Secret(string value) => new PropertyValue(value).WithSecret(true);

    private static PropertyValue Number(string text) => new(int.Parse(text));

    private static string FromUrl(string text) =>
        text.Replace('-', '+').Replace('_', '/').PadRight((text.Length + 3) / 4 * 4, '=');
}
