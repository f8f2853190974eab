using System.Text.Json.Nodes;
using RedisInfra.Cli.Deploy;
using RedisInfra.Kubernetes;
using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Cli.Tests.Deploy;

/// <summary>A machine of which a test says what answers on it.</summary>
internal sealed class FakeProbe : IClusterProbe
{
    private bool _usesLab;

    /// <summary>Code of the refusal that reaching the user's cluster ends with; null: it answers.</summary>
    public string? Refusal { get; init; }

    public bool HasKubeconfig { get; init; }

    public string LabKubeconfig => "/lab/kubeconfig";

    public bool LabIsUp { get; set; }

    public string? LabObstacle { get; init; }

    public bool LabStarts { get; init; } = true;

    public bool Agrees { get; init; }

    public List<string> Calls { get; } = [];

    public Task<KubeContext> ReachAsync(KubeTarget target, CancellationToken cancellationToken)
    {
        Calls.Add($"reach {target.Context ?? "current"}{(_usesLab ? " of the lab" : "")}");
        if (_usesLab)
        {
            var extension = (JsonObject)JsonNode.Parse("""{"images":{"redis":"lab/redis:1"}}""")!;
            return Task.FromResult(new KubeContext("lab", "default", "https://lab", null, extension));
        }

        return Refusal is null
            ? Task.FromResult(new KubeContext(target.Context ?? "mine", "default", "https://mine"))
            : throw new DiagnosticException(new Diagnostic(Refusal, "context", "it is asked for", "no", "Fix it"));
    }

    public Task<bool> IsLabUpAsync(CancellationToken cancellationToken) => Task.FromResult(LabIsUp);

    public Task<string?> FindLabObstacleAsync(CancellationToken cancellationToken) => Task.FromResult(LabObstacle);

    public Task<bool> StartLabAsync(Action<string> tell, CancellationToken cancellationToken)
    {
        Calls.Add("start lab");
        return Task.FromResult(LabStarts);
    }

    public void UseLab()
    {
        Calls.Add("use lab");
        _usesLab = true;
    }

    public Task<bool> AskAsync(string question, CancellationToken cancellationToken)
    {
        Calls.Add("ask");
        return Task.FromResult(Agrees);
    }
}
