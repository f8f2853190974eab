namespace Kubernetes.Tests;

/// <summary>A test against the lab's Kubernetes; skipped, with the reason, only where no lab is possible.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LabFactAttribute : FactAttribute
{
    public LabFactAttribute()
    {
        Skip = LabObstacle.Reason;
        Timeout = LabCluster.TestTimeoutMs;
    }
}
