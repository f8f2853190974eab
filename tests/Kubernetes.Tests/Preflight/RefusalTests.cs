using System.Globalization;
using RedisInfra.Provider.Preflight;
using RedisInfra.Provider.Reach;

namespace Kubernetes.Tests.Preflight;

/// <summary>
/// What the cluster lacks is said before anything is made: <c>up</c> is refused and the namespace stays as it was.
/// </summary>
[Collection(LightLabCollection.Name)]
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
        Assert.Contains(
            "RI4603 RedisCluster \"refused\": Storage.StorageClass = \"fast-ssd\", but the cluster has", output);
        Assert.Contains("RI4605 RedisCluster \"refused\": Image = \"lab/Redis:7.0\"", output);
        Assert.DoesNotContain("RI4606", output);
        Assert.Equal(before, await ObjectsAsync());
    }

    /// <summary>Each component says its own, and nothing of either is made.</summary>
    [LabFact]
    public async Task Up_ServerAndPoolLackThings_BothAreNamedAndNothingIsMade()
    {
        var port = await TakePortAsync("shop");
        using var stack = new StackFolder(
            lab.Kubeconfig, LabCluster.Context, place.Name,
            ("alone", $$"""
                topology: standalone, service: { type: NodePort, nodePort: {{port}} },
                storage: { claims: { size: 1Gi, storageClass: fast-ssd } }
                """.ReplaceLineEndings(" ")),
            ("pool", """
                topology: twemproxy, spread: required, topologyKey: example.com/rack, image: "lab/Redis:7.0",
                proxy: { image: "lab/twemproxy:0.5" },
                pools: { main: { storage: { claims: { size: 1Gi, storageClass: fast-ssd } } } }
                """.ReplaceLineEndings(" ")));
        var before = await ObjectsAsync();

        var (exit, output) = await stack.RunAsync("up", "--yes");

        Assert.True(exit != 0, output);
        Assert.Contains(
            "RI4603 RedisStandalone \"alone\": Storage.StorageClass = \"fast-ssd\", but the cluster has", output);
        Assert.Contains(
            $"RI4604 RedisStandalone \"alone\": Service.NodePort = {port}, but Service shop in namespace {place.Name} "
            + "has it.", output);
        Assert.Contains(
            "RI4602 TwemproxyPool \"pool\": Spread = Required spreads 2 proxies evenly over example.com/rack, but the "
            + "nodes that take them have no value", output);
        Assert.Contains("RI4602 TwemproxyPool \"pool\": Spread = Required spreads 3 shards of pool \"main\"", output);
        Assert.Contains(
            "RI4603 TwemproxyPool \"pool\": Pools[\"main\"].Storage.StorageClass = \"fast-ssd\"", output);
        Assert.Contains("RI4605 TwemproxyPool \"pool\": Image = \"lab/Redis:7.0\"", output);
        Assert.Equal(before, await ObjectsAsync());
    }

    [LabFact]
    public async Task Up_NodePortTaken_IsRefusedAndNothingIsMade()
    {
        var port = await TakePortAsync("web");
        using var stack = new StackFolder(
            lab, place.Name, $$"""service: { type: NodePort, nodePort: {{port}} }""");
        var before = await ObjectsAsync();

        var (exit, output) = await stack.RunAsync("up", "--yes");

        Assert.True(exit != 0, output);
        Assert.Contains($"RI4604 RedisCluster \"refused\": Service.NodePort = {port}, but Service web", output);
        Assert.Equal(before, await ObjectsAsync());
    }

    [LabFact]
    public async Task Read_NodePortTaken_ItsHolderIsNamedUnlessItIsOurs()
    {
        var port = await TakePortAsync("other");
        var need = new NodePortNeed("Service.NodePort", int.Parse(port, CultureInfo.InvariantCulture), "cache");
        var needs = new PreflightInputs { NodePorts = [need] };
        var settings = new KubernetesSettings(place.Name, LabCluster.Context, lab.Kubeconfig, null, true);

        const string subject = "RedisCluster \"cache\"";
        var facts = await PreflightReader.ReadAsync(settings, needs, default);

        var finding = Assert.Single(PreflightRules.Evaluate(subject, place.Name, needs, facts));
        Assert.StartsWith(
            $"RI4604 RedisCluster \"cache\": Service.NodePort = {port}, but Service other in namespace {place.Name} "
            + "has it.", finding.ToString());
        var ours = needs with { NodePorts = [need with { Service = "other" }] };
        Assert.Empty(PreflightRules.Evaluate(subject, place.Name, ours, facts));
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
