using RedisInfra.Kubernetes;

namespace RedisInfra.Cli.Deploy;

/// <summary>What <see cref="ClusterGuard"/> needs of the machine.</summary>
internal interface IClusterProbe
{
    /// <summary>Whether the user has a kubeconfig: KUBECONFIG names one that isn't the lab's, or kubectl's own file is
    /// there.</summary>
    bool HasKubeconfig { get; }

    /// <summary>The path of the lab's kubeconfig.</summary>
    string LabKubeconfig { get; }

    /// <summary>Asks the target's API server for its version, with the user's rights.</summary>
    /// <exception cref="Model.Diagnostics.DiagnosticException">RI4001 to RI4006.</exception>
    Task<KubeContext> ReachAsync(KubeTarget target, CancellationToken cancellationToken);

    Task<bool> IsLabUpAsync(CancellationToken cancellationToken);

    /// <summary>Why no lab can be on this machine; null when one can.</summary>
    Task<string?> FindLabObstacleAsync(CancellationToken cancellationToken);

    /// <summary>Makes and starts the lab.</summary>
    Task<bool> StartLabAsync(Action<string> tell, CancellationToken cancellationToken);

    /// <summary>From here on this process means the lab when it means no other cluster.</summary>
    void UseLab();

    Task<bool> AskAsync(string question, CancellationToken cancellationToken);
}
