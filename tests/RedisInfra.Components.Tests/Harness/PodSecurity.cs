using System.Collections;

namespace RedisInfra.Components.Tests.Harness;

/// <summary>The rules of Kubernetes' "Pod Security Standards", level restricted.</summary>
internal static class PodSecurity
{
    private static readonly string[] _volumeKinds =
        ["configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim", "projected", "secret"];

    /// <summary>Checks the pods of every workload of a run.</summary>
    public static void Check(ClusterRun run, params string[] kinds)
    {
        foreach (var kind in kinds)
        {
            var workloads = run.Mocks.Requests.Where(r => r.Type == $"kubernetes:apps/v1:{kind}").ToList();
            Assert.NotEmpty(workloads);
            Assert.All(workloads, workload => Check(Map(Map(Map(workload.Inputs["spec"])["template"])["spec"])));
        }
    }

    private static void Check(IDictionary pod)
    {
        Assert.All(["hostNetwork", "hostPID", "hostIPC"], key => Assert.False(pod.Contains(key)));
        Assert.Equal(false, pod["automountServiceAccountToken"]);
        var security = Map(pod["securityContext"]);
        Assert.Equal(true, security["runAsNonRoot"]);
        Assert.NotEqual(0.0, Convert.ToDouble(security["runAsUser"]));
        Assert.Equal("RuntimeDefault", Map(security["seccompProfile"])["type"]);
        Assert.All(List(pod["volumes"]), volume =>
            Assert.All(
                volume.Keys.Cast<string>(), key => Assert.True(key == "name" || _volumeKinds.Contains(key), key)));
        var containers = List(pod["containers"]);
        if (pod.Contains("initContainers")) containers.AddRange(List(pod["initContainers"]));
        Assert.All(containers, container =>
        {
            var own = Map(container["securityContext"]);
            Assert.Equal(false, own["allowPrivilegeEscalation"]);
            Assert.Equal(true, own["readOnlyRootFilesystem"]);
            Assert.False(own.Contains("privileged"));
            Assert.Equal(["ALL"], ((IEnumerable)Map(own["capabilities"])["drop"]!).Cast<string>());
            Assert.False(Map(own["capabilities"]).Contains("add"));
        });
    }

    private static IDictionary Map(object? value) => Assert.IsAssignableFrom<IDictionary>(value);

    private static List<IDictionary> List(object? value) => [.. ((IEnumerable)value!).Cast<object>().Select(Map)];
}
