using System.Globalization;
using RedisInfra.Provider.Preflight;
using RedisInfra.Provider.Reach;

namespace Kubernetes.Tests.Preflight;

/// <summary>
/// What the cluster lacks is said before anything is made: <c>up</c> is refused and the namespace stays as it was.
/// </summary>
[Collection(LabCollection.Name)]
public sealed class RefusalTests(LabCluster lab, LabNamespace place) : IClassFixture<LabNamespace>
{
    [LabFact]
    public async Task Up_ClusterLacksSeveralThings_AllAreSaidAndNothingIsMade()
    {
        using var stack = new StackFolder(lab, place.Name, """
            spread: required, image: "lab/Redis:7.0", storage: { claims: { size: 1Gi, storageClass: fast-ssd } }
            """);
        var before = await ObjectsAsync();

        var (exit, output) = await stack.RunAsync("up", "--yes");

        Assert.True(exit != 0, output);
        Assert.Contains(
            "RI4602 RedisCluster \"refused\": Spread = Required keeps 2 members apart by kubernetes.io/hostname, "
            + "but the nodes that take them have 1 value: lab-node.", output);
        Assert.Contains("RI4603 RedisCluster \"refused\": StorageClass = \"fast-ssd\", but the cluster has", output);
        Assert.Contains("RI4605 RedisCluster \"refused\": Image = \"lab/Redis:7.0\"", output);
        Assert.DoesNotContain("RI4606", output);
        Assert.Equal(before, await ObjectsAsync());
    }

    /// <summary>The kubernetes provider's dry run comes first here, and the API server knows of the clash.</summary>
    [LabFact]
    public async Task Up_NodePortTaken_IsRefusedAndNothingIsMade()
    {
        var port = await TakePortAsync("shop");
        using var stack = new StackFolder(
            lab, place.Name, $$"""service: { type: NodePort, nodePort: {{port}} }""");
        var before = await ObjectsAsync();

        var (exit, output) = await stack.RunAsync("up", "--yes");

        Assert.True(exit != 0, output);
        Assert.Contains($"{port}", output);
        Assert.Contains("provided port is already allocated", output);
        Assert.Equal(before, await ObjectsAsync());
    }

    [LabFact]
    public async Task Read_NodePortTaken_ItsHolderIsNamedUnlessItIsOurs()
    {
        var port = await TakePortAsync("other");
        var needs = new PreflightInputs
        {
            Service = "cache",
            NodePorts = [int.Parse(port, CultureInfo.InvariantCulture)],
        };
        var settings = new KubernetesSettings(place.Name, LabCluster.Context, lab.Kubeconfig, null, true);

        var facts = await PreflightReader.ReadAsync(settings, needs, default);

        var finding = Assert.Single(PreflightRules.Evaluate("cache", place.Name, needs, facts));
        Assert.StartsWith(
            $"RI4604 RedisCluster \"cache\": Service.NodePort = {port}, but Service other in namespace {place.Name} "
            + "has it.", finding.ToString());
        Assert.Empty(PreflightRules.Evaluate("cache", place.Name, needs with { Service = "other" }, facts));
    }

    [LabFact]
    public async Task Up_NamespaceMissing_IsRefusedWithTheCommandThatCreatesIt()
    {
        using var stack = new StackFolder(lab, "nowhere-at-all", "shards: 3");

        var (exit, output) = await stack.RunAsync("up", "--yes");

        Assert.True(exit != 0, output);
        Assert.Contains("RI4601 RedisCluster \"refused\": Namespace = \"nowhere-at-all\", but the cluster of context "
            + "\"lab\" has no such namespace. Create it (kubectl --context lab create namespace "
            + "nowhere-at-all)", output);
        Assert.NotEqual(0, (await lab.TryKubectlAsync("get", "namespace", "nowhere-at-all")).Exit);
    }

    [LabFact]
    public async Task Preview_NothingIsLacking_NothingIsSaid()
    {
        using var stack = new StackFolder(lab, place.Name, "shards: 3");
        var before = await ObjectsAsync();

        var (exit, output) = await stack.RunAsync("preview");

        Assert.True(exit == 0, output);
        Assert.DoesNotContain("RI4", output.Replace("RI4508", "")); // 1.20 serves budgets in an earlier version
        Assert.Equal(before, await ObjectsAsync());
    }

    private async Task<string> TakePortAsync(string service)
    {
        await place.KubectlAsync("create", "service", "nodeport", service, "--tcp=80:80");
        return await place.KubectlAsync("get", "service", service, "-o", "jsonpath={.spec.ports[0].nodePort}");
    }

    private Task<string> ObjectsAsync() => place.KubectlAsync(
        "get", "statefulset,service,configmap,secret,serviceaccount,pvc,pdb,pod", "-o", "name");
}
