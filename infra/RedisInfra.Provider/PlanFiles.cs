using Pulumi;
using RedisInfra.Model.Rebalancing;
using RedisInfra.Model.Rebalancing.Reports;

namespace RedisInfra.Provider;

/// <summary>
/// Where the variable REDISINFRA_PLAN_FOLDER names a folder, a preview also writes each plan there: as JSON for
/// programs and as Markdown for a pull request.
/// </summary>
internal sealed class PlanFiles(string? folder, EngineLog log)
{
    public const string Variable = "REDISINFRA_PLAN_FOLDER";

    /// <summary>Writes a plan. A folder that can't be written doesn't fail a preview.</summary>
    /// <param name="urn">The resource.</param>
    /// <param name="id">The cluster: its namespace and name.</param>
    /// <param name="kind">"drain" or "topology".</param>
    /// <param name="plan">The moves.</param>
    /// <param name="lines">What else is told, before them.</param>
    public async Task WriteAsync(Urn urn, string id, string kind, RebalanceResult plan, string lines)
    {
        if (folder is null) return;
        string path = Path.Combine(folder, $"{id.Replace('/', '.')}.{kind}");
        try
        {
            Directory.CreateDirectory(folder);
            await File.WriteAllTextAsync($"{path}.json", PlanDocument.Of(plan).ToJson());
            await File.WriteAllTextAsync($"{path}.md", $"### {id}: {kind}\n\n{lines}\n\n{PlanMarkdown.Of(plan)}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            await log.WarnAsync(urn, $"the plan can't be written to {path}: {exception.Message}");
        }
    }
}
