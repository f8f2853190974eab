namespace Kubernetes.Tests;

/// <summary>As <see cref="LabFactAttribute"/>, for a theory.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LabTheoryAttribute : TheoryAttribute
{
    public LabTheoryAttribute()
    {
        Skip = LabObstacle.Reason;
        Timeout = LabCluster.TestTimeoutMs;
    }
}
