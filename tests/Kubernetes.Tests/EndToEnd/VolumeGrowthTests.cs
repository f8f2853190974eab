using System.Text.Json.Nodes;

namespace Kubernetes.Tests.EndToEnd;

/// <summary>Claims grow by a number in the stack file, and nobody restarts for it.</summary>
[Collection(LightLabCollection.Name)]
public sealed class VolumeGrowthTests(LabCluster lab)
{
    private const int Keys = 50;
    private static readonly TimeSpan Healing = TimeSpan.FromSeconds(90);

    /// <summary>The second time with a StatefulSet gone already, as a kill between two steps leaves it.</summary>
    [LabFact]
    public async Task Up_LargerSize_GrowsClaimsUnderRunningPods()
    {
        await using var project = await CliProject.CreateAsync(lab);
        (await project.UpAsync()).Succeeded();
        var pods = await PodsAsync(project);
        await using var workload = await Workload.StartAsync(new LiveCluster(project), Keys);

        project.Write(claims: "size: 200Mi");
        (await project.RunAsync("preview")).Succeeded().Says(
            "data-orders-0-0, data-orders-0-1: grow from 100Mi to 200Mi while their pods run",
            $"StatefulSet {project.Namespace}/orders-0 is replaced without its pods");
        Assert.All(await SizesAsync(project), size => Assert.Equal("100Mi 100Mi", size));
        (await project.UpAsync()).Succeeded().Says("grew data-orders-2-0, data-orders-2-1");
        await HaveGrownAsync(project, "200Mi", pods);

        await project.KubectlAsync("delete", "statefulset", "orders-1", "--cascade=orphan");
        project.Write(claims: "size: 300Mi", shards: "4");
        (await project.UpAsync()).Succeeded().Says("4 masters and 4 replicas");
        await HaveGrownAsync(project, "300Mi", pods);
        Assert.Equal(8, (await SizesAsync(project)).Count);

        (await project.RunAsync("preview", "--expect-no-changes")).Succeeded();
        await workload.GoesOnAsync(Healing);
        Assert.Empty(await workload.FindLostAsync());
        (await project.RunAsync("destroy", "--yes")).Succeeded();
        Assert.Empty(await project.PodsAsync());
    }

    [LabFact]
    public async Task Preview_StorageThatCantBe_IsRefusedAndNothingIsTouched()
    {
        await using var project = await CliProject.CreateAsync(lab);
        project.WriteDeployment("cache", Sentinel("claims: { size: 200Mi, storageClass: lab-fixed }"));
        (await project.UpAsync()).Succeeded();
        var objects = await project.ObjectsAsync();

        project.WriteDeployment("cache", Sentinel("claims: { size: 100Mi, storageClass: lab }"));
        (await project.RunAsync("preview")).Failed(
            "RI4620 volumes of \"cache\": the size of \"data\" is to go from 200Mi to 100Mi",
            "RI4621 volumes of \"cache\": the storage class of \"data\" is to go from \"lab-fixed\" to \"lab\"");
        project.WriteDeployment("cache", Sentinel("ephemeral: {}"));
        (await project.RunAsync("preview")).Failed(
            "RI4607 RedisSentinel \"cache\": Storage is to go from claims to ephemeral");
        project.WriteDeployment("cache", Sentinel("claims: { size: 300Mi, storageClass: lab-fixed }"));
        (await project.UpAsync()).Failed(
            "RI4622 volumes of \"cache\": data-cache-0, data-cache-1 should grow to 300Mi, but storage class "
            + "\"lab-fixed\" doesn't have allowVolumeExpansion: true");

        Assert.Equal(objects, await project.ObjectsAsync());
        project.WriteDeployment(
            "cache", Sentinel("claims: { size: 200Mi, storageClass: lab-fixed, onDelete: delete }"));
        (await project.UpAsync()).Succeeded();
        (await project.RunAsync("destroy", "--yes")).Succeeded().Says("deletes 2 claim(s) with their data");
        await Poll.UntilAsync(
            async () => (await SizesAsync(project)).Count == 0, Healing, () => "the claims go with their pods");
    }

    [LabFact]
    public async Task Up_StandaloneWithALargerSize_GrowsItsClaim()
    {
        await using var project = await CliProject.CreateAsync(lab);
        project.WriteDeployment("one", Standalone("100Mi"));
        (await project.UpAsync()).Succeeded();
        var pods = await PodsAsync(project);

        project.WriteDeployment("one", Standalone("200Mi"));
        (await project.RunAsync("up", "--yes")).Succeeded().Says("one-data: grow from 100Mi to 200Mi");

        await HaveGrownAsync(project, "200Mi", pods);
        project.WriteDeployment("one", Standalone("100Mi"));
        (await project.RunAsync("preview")).Failed("RI4620");
    }

    private static string Sentinel(string storage) => $$"""
        topology: sentinel
        members: 2
        storage: { {{storage}} }
        resources: { cpu: 20m, memory: 64Mi }
        proxy: none
        """;

    private static string Standalone(string size) => $$"""
        topology: standalone
        storage: { claims: { size: {{size}} } }
        resources: { cpu: 20m, memory: 64Mi }
        """;

    /// <summary>All claims ask for and have the size; the pods that stood before stand, and never stopped.</summary>
    private static async Task HaveGrownAsync(CliProject project, string size, IReadOnlyCollection<string> pods)
    {
        Assert.All(await SizesAsync(project), claim => Assert.Equal($"{size} {size}", claim));
        Assert.Empty(pods.Except(await PodsAsync(project)));
    }

    /// <summary>What the claims ask for and have.</summary>
    private static async Task<IReadOnlyList<string>> SizesAsync(CliProject project)
    {
        var list = JsonNode.Parse(await project.KubectlAsync("get", "pvc", "-o", "json"))!;
        return
        [
            .. list["items"]!.AsArray().Select(claim => $"{claim!["spec"]!["resources"]!["requests"]!["storage"]} "
                + $"{claim["status"]!["capacity"]!["storage"]}"),
        ];
    }

    /// <summary>The pods with what tells whether they are the same, and whose they are.</summary>
    private static async Task<IReadOnlyList<string>> PodsAsync(CliProject project)
    {
        var list = JsonNode.Parse(await project.KubectlAsync("get", "pods", "-o", "json"))!;
        Assert.All(list["items"]!.AsArray(), pod => Assert.Single(pod!["metadata"]!["ownerReferences"]!.AsArray()));
        return
        [
            .. list["items"]!.AsArray().Select(pod =>
                $"{pod!["metadata"]!["name"]} {pod["metadata"]!["uid"]} "
                + $"{pod["status"]!["containerStatuses"]![0]!["restartCount"]}"),
        ];
    }
}
