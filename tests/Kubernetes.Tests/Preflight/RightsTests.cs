using System.Collections.Immutable;
using System.Diagnostics;
using System.Text;
using RedisInfra.Kubernetes;
using RedisInfra.Provider.Preflight;
using RedisInfra.Provider.Reach;

namespace Kubernetes.Tests.Preflight;

/// <summary>The preflight as a user who may do little: a ServiceAccount with a Role, and its own kubeconfig.</summary>
[Collection(LightLabCollection.Name)]
public sealed class RightsTests(LabCluster lab, LabNamespace place) : IClassFixture<LabNamespace>
{
    private const string Subject = "RedisCluster \"cache\"";

    /// <summary>A stall costs one of them.</summary>
    private const int MaxTries = 5;

    /// <summary>The aim is 300 ms; this leaves room for a machine that does other things too.</summary>
    private static readonly TimeSpan s_fast = TimeSpan.FromMilliseconds(1500);

    private static readonly PreflightInputs s_needs = new()
    {
        Service = "cache",
        Claims = [new("Storage.StorageClass", null)],
        Places = [new("members", 1, "kubernetes.io/hostname")],
        NodePorts = [new("Service.NodePort", 30079, "cache")],
        Rules =
        [
            new("", ["configmaps", "secrets"], ["get", "create", "patch"], false),
            new("apps", ["statefulsets"], ["create", "patch"], false),
            new("", ["pods/portforward"], ["get"], false),
            new("", ["persistentvolumes"], ["create"], true),
        ],
    };

    [LabFact]
    public async Task Read_UserWithFewRights_MissingOnesAreFindingsAndUnreadableFactsAreNot()
    {
        var folder = Directory.CreateTempSubdirectory("redisinfra-rights-").FullName;
        try
        {
            var kubeconfig = await RestrictedAsync(folder);

            var facts = await PreflightReader.ReadAsync(Settings(kubeconfig, "restricted"), s_needs, default);

            var findings = PreflightRules.Evaluate(Subject, place.Name, s_needs, facts);
            const string why = "but the user of context \"restricted\" has no right to. Ask the cluster's "
                + "administrator for a";
            Assert.Equal(
            [
                "RI4007 RedisCluster \"cache\": it needs to create, patch secrets, statefulsets.apps; get "
                    + $"pods/portforward in namespace \"{place.Name}\", {why} Role with these rights.",
                "RI4007 RedisCluster \"cache\": it needs to create persistentvolumes in the whole cluster, "
                    + $"{why} ClusterRole with these rights.",
            ], findings.Select(finding => finding.ToString()));
            Assert.Equal(
                ["the namespace", "the number of nodes", "storage classes", "node ports"],
                facts.Gaps.Select(gap => gap.What));
            Assert.All(facts.Gaps, gap => Assert.Contains("forbidden", gap.Why));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [LabFact]
    public async Task Up_UserWithFewRights_IsToldAllThatAreMissingAndNothingIsMade()
    {
        var folder = Directory.CreateTempSubdirectory("redisinfra-rights-").FullName;
        try
        {
            var kubeconfig = await RestrictedAsync(folder);
            using var stack = new StackFolder(
                kubeconfig, "restricted", place.Name, "image: \"lab/redis:7.0-debian12\"");

            var (exit, output) = await stack.RunAsync("up", "--yes");

            Assert.True(exit != 0, output);
            Assert.Contains(
                "RI4007 RedisCluster \"refused\": it needs to create, patch secrets; get, create, patch "
                + "serviceaccounts, services, poddisruptionbudgets.policy; get, create, patch, list, watch "
                + "statefulsets.apps; list, "
                + $"watch pods; get pods/portforward in namespace \"{place.Name}\"", output);
            Assert.Contains("RI4606", output);
            Assert.Equal("", await place.KubectlAsync(
                "get", "statefulset,service,pvc,pdb,pod", "-o", "name", "--ignore-not-found"));
            Assert.DoesNotContain("refused", await place.KubectlAsync("get", "configmap,secret", "-o", "name"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [LabFact]
    public async Task Read_Administrator_EverythingIsKnownAndFast()
    {
        var settings = Settings(lab.Kubeconfig, LabCluster.Context);
        var target = new KubeTarget(settings.Kubeconfig, settings.Context, settings.Namespace);
        await using var client = await KubeClient.ConnectAsync(target);
        var reader = new PreflightReader(client, place.Name);
        await reader.ReadAsync(s_needs, default);
        var best = TimeSpan.MaxValue;
        for (var tries = 0; tries < MaxTries && best > s_fast; tries++)
        {
            var start = Stopwatch.GetTimestamp();

            var facts = await reader.ReadAsync(s_needs, default);

            var elapsed = Stopwatch.GetElapsedTime(start);
            if (elapsed < best) best = elapsed;
            Assert.Empty(facts.Gaps);
            Assert.Empty(PreflightRules.Evaluate(Subject, place.Name, s_needs with { NodePorts = [] }, facts));
        }

        Assert.InRange(best, TimeSpan.Zero, s_fast);
    }

    private KubernetesSettings Settings(string kubeconfig, string context) =>
        new(place.Name, context, kubeconfig, null, true);

    /// <summary>The kubeconfig of a user who may make ConfigMaps and read Secrets here, and no more.</summary>
    private async Task<string> RestrictedAsync(string folder)
    {
        var manifest = Path.Combine(folder, "role.yaml");
        await File.WriteAllTextAsync(manifest, $$$"""
            apiVersion: v1
            kind: ServiceAccount
            metadata: {name: few}
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: Role
            metadata: {name: few}
            rules:
            - {apiGroups: [""], resources: [configmaps], verbs: [get, create, patch]}
            - {apiGroups: [""], resources: [secrets], verbs: [get]}
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: {name: few}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: few}
            subjects: [{kind: ServiceAccount, name: few, namespace: {{{place.Name}}} }]
            """);
        await place.KubectlAsync("apply", "-f", manifest);
        var token = await TokenAsync();
        var kubeconfig = Path.Combine(folder, "kubeconfig");
        // The lab's own; its administrator goes out next.
        await File.WriteAllTextAsync(kubeconfig, await lab.KubectlAsync("config", "view", "--raw", "--minify"));
        foreach (var arguments in ImmutableArray.Create<string[]>(
            ["unset", "users"], ["set-credentials", "few", "--token", token],
            ["set-context", "restricted", "--cluster", await ClusterAsync(), "--user", "few"]))
        {
            var (exit, output) = await KubectlOfAsync(kubeconfig, ["config", .. arguments]);
            Assert.True(exit == 0, output);
        }

        return kubeconfig;
    }

    /// <summary>A controller makes the account's token some moments later.</summary>
    private async Task<string> TokenAsync()
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            var name = await place.KubectlAsync("get", "serviceaccount", "few", "-o", "jsonpath={.secrets[0].name}");
            if (name.Length > 0)
            {
                var encoded = await place.KubectlAsync("get", "secret", name, "-o", "jsonpath={.data.token}");
                if (encoded.Length > 0) return Encoding.UTF8.GetString(Convert.FromBase64String(encoded));
            }

            Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(30), "no token was made");
            await Task.Delay(100);
        }
    }

    private Task<string> ClusterAsync() => lab.KubectlAsync(
        "config", "view", "--minify", "-o", "jsonpath={.contexts[0].context.cluster}");

    private static async Task<(int Exit, string Output)> KubectlOfAsync(string kubeconfig, string[] arguments)
    {
        var lines = new List<string>();
        var exit = await RedisInfra.Cli.Common.Child.RunAsync(
            "kubectl", ["--kubeconfig", kubeconfig, .. arguments], lines.Add, CancellationToken.None);
        return (exit, string.Join('\n', lines));
    }
}
