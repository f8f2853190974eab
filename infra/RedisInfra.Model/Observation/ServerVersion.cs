using System.Globalization;

namespace RedisInfra.Model.Observation;

/// <summary>A server's version as <see cref="NodeView.Live.Version"/> has it: "8.6.3", "valkey 9.1.2".</summary>
/// <param name="IsValkey">Whether it is Valkey.</param>
/// <param name="Major">The first number; 0 when there is none.</param>
/// <param name="Minor">The second number; 0 when there is none.</param>
internal readonly record struct ServerVersion(bool IsValkey, int Major, int Minor)
{
    private const string Valkey = "valkey ";

    public static ServerVersion Of(string text)
    {
        bool isValkey = text.StartsWith(Valkey, StringComparison.Ordinal);
        var parts = (isValkey ? text[Valkey.Length..] : text).Split('.');
        return new ServerVersion(isValkey, Number(parts, 0), Number(parts, 1));
    }

    public bool IsAtLeast(int major, int minor = 0) => Major > major || (Major == major && Minor >= minor);

    private static int Number(string[] parts, int at) =>
        at < parts.Length && int.TryParse(parts[at], NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : 0;
}
