using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace Pulumi;

/// <summary>The stack's configuration of one namespace, by default the project's.</summary>
public sealed class Config
{
    private readonly string _name;

    public Config(string? name = null)
    {
        name ??= Deployment.Instance.ProjectName;
        _name = name.EndsWith(":config", StringComparison.Ordinal) ? name[..^":config".Length] : name;
    }

    public string? Get(string key) => Deployment.InternalInstance.Context.Config.GetValueOrDefault($"{_name}:{key}");

    public bool? GetBoolean(string key) => Parse(key, value => value switch
    {
        "true" => true,
        "false" => false,
        _ => (bool?)null,
    });

    public int? GetInt32(string key) => Parse(key, value =>
        int.TryParse(value, CultureInfo.InvariantCulture, out var number) ? number : (int?)null);

    public double? GetDouble(string key) => Parse(key, value =>
        // Not the default style: that takes "1,5" for 15.
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number : (double?)null);

    [return: MaybeNull]
    public T GetObject<T>(string key) => GetObject<T>(key, JsonSerializerOptions.Default);

    [return: MaybeNull]
    public T GetObject<T>(string key, JsonSerializerOptions options) =>
        Get(key) is { } value ? ParseObject<T>(key, value, options) : default;

    public Output<string>? GetSecret(string key) => Get(key) is { } value ? Output.CreateSecret(value) : null;

    public Output<bool>? GetSecretBoolean(string key) => Secret(GetBoolean(key));

    public Output<int>? GetSecretInt32(string key) => Secret(GetInt32(key));

    public Output<double>? GetSecretDouble(string key) => Secret(GetDouble(key));

    public Output<T>? GetSecretObject<T>(string key) => GetSecretObject<T>(key, JsonSerializerOptions.Default);

    public Output<T>? GetSecretObject<T>(string key, JsonSerializerOptions options) =>
        Get(key) is { } value ? Output.CreateSecret(ParseObject<T>(key, value, options)) : null;

    public string Require(string key) => Get(key) ?? throw Missing(key);

    public bool RequireBoolean(string key) => GetBoolean(key) ?? throw Missing(key);

    public int RequireInt32(string key) => GetInt32(key) ?? throw Missing(key);

    public double RequireDouble(string key) => GetDouble(key) ?? throw Missing(key);

    public T RequireObject<T>(string key) => RequireObject<T>(key, JsonSerializerOptions.Default);

    public T RequireObject<T>(string key, JsonSerializerOptions options) =>
        ParseObject<T>(key, Require(key), options);

    public Output<string> RequireSecret(string key) => Output.CreateSecret(Require(key));

    public Output<bool> RequireSecretBoolean(string key) => Output.CreateSecret(RequireBoolean(key));

    public Output<int> RequireSecretInt32(string key) => Output.CreateSecret(RequireInt32(key));

    public Output<double> RequireSecretDouble(string key) => Output.CreateSecret(RequireDouble(key));

    public Output<T> RequireSecretObject<T>(string key) => Output.CreateSecret(RequireObject<T>(key));

    public Output<T> RequireSecretObject<T>(string key, JsonSerializerOptions options) =>
        Output.CreateSecret(RequireObject<T>(key, options));

    private static Output<T>? Secret<T>(T? value) where T : struct =>
        value is { } known ? Output.CreateSecret(known) : null;

    private T? Parse<T>(string key, Func<string, T?> parse) where T : struct =>
        Get(key) is { } value ? parse(value) ?? throw Invalid(key, value, typeof(T).Name) : null;

    private T ParseObject<T>(string key, string value, JsonSerializerOptions options)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(value, options)!;
        }
        catch (JsonException e)
        {
            throw Invalid(key, value, typeof(T).FullName!, e);
        }
    }

    private RunException Invalid(string key, string value, string type, Exception? inner = null)
    {
        var isSecret = Deployment.InternalInstance.Context.SecretConfigKeys.Contains($"{_name}:{key}");
        var shown = isSecret ? "[secret]" : value;
        return new($"Configuration '{_name}:{key}' value '{shown}' is not a valid {type}", inner);
    }

    private RunException Missing(string key) => new(
        $"Missing required configuration variable '{_name}:{key}'\n" +
        $"\tplease set a value using the command `redisinfra config set {_name}:{key} <value>`");
}
