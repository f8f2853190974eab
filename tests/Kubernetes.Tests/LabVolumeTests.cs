namespace Kubernetes.Tests;

/// <summary>
/// The lab's default StorageClass: made for the first pod, writable for its user, removed with its claim.
/// </summary>
[Collection(LightLabCollection.Name)]
public sealed class LabVolumeTests(LabCluster lab, LabNamespace ns) : IClassFixture<LabNamespace>
{
    private const string Manifest = """
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: {name: data}
        spec:
          accessModes: [ReadWriteOnce]
          resources: {requests: {storage: 10Mi}}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: writer}
        spec:
          restartPolicy: Never
          securityContext: {runAsUser: 999, runAsGroup: 999, fsGroup: 999, runAsNonRoot: true}
          containers:
          - name: writer
            image: docker.io/lab/redis:7.0-debian12
            command: [sh, -c, "echo kept > /data/x && cat /data/x"]
            volumeMounts: [{name: data, mountPath: /data}]
          volumes:
          - name: data
            persistentVolumeClaim: {claimName: data}
        """;

    [LabFact]
    public async Task Claim_WithoutClass_IsBoundWritableAndRemoved()
    {
        await ApplyAsync(Manifest);
        await WaitAsync(async () => await PhaseAsync("pod/writer") == "Succeeded");
        var volume = await ns.KubectlAsync("get", "pvc/data", "-o", "jsonpath={.spec.volumeName}");
        var folder = await lab.KubectlAsync("get", "pv", volume, "-o", "jsonpath={.spec.local.path}");
        Assert.Equal("kept", await ns.KubectlAsync("logs", "writer"));
        Assert.Equal("kept\n", await File.ReadAllTextAsync(Path.Combine(folder, "x")));

        await ns.KubectlAsync("delete", "pod/writer", "pvc/data");

        await WaitAsync(async () =>
            !Directory.Exists(folder) && (await lab.TryKubectlAsync("get", "pv", volume)).Exit != 0);
    }

    private async Task ApplyAsync(string manifest)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, manifest);
            await ns.KubectlAsync("apply", "-f", file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private Task<string> PhaseAsync(string what) => ns.KubectlAsync("get", what, "-o", "jsonpath={.status.phase}");

    private static async Task WaitAsync(Func<Task<bool>> condition)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(180));
        while (!await condition())
        {
            await Task.Delay(200, deadline.Token);
        }
    }
}
