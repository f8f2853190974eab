using System.Text.Encodings.Web;
using System.Text.Json;
using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Cli.Clusters.Commands;

/// <summary>Documents as the cluster commands write them.</summary>
internal static class JsonText
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static IReadOnlyList<object> Of(IEnumerable<Diagnostic> diagnostics) =>
    [
        .. diagnostics.Select(found => new
        {
            found.Code,
            Severity = found.Severity.ToString().ToLowerInvariant(),
            found.Where,
            found.What,
            found.Why,
            found.Fix,
        }),
    ];
}
