using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Kubernetes.Tests.Access;

public sealed class KubeTargetTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("redisinfra-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task ResolveAsync_TwoFiles_MergesThemAsKubectlDoes()
    {
        var clusters = Write("clusters", """
            apiVersion: v1
            kind: Config
            clusters: [{name: k, cluster: {server: "https://k:6443"}}]
            users: [{name: u, user: {token: very-secret}}]
            """);
        var contexts = Write("contexts", """
            apiVersion: v1
            kind: Config
            current-context: two
            contexts:
            - {name: one, context: {cluster: k, user: u}}
            - name: two
              context: {cluster: k, user: u, namespace: shop,
                extensions: [{name: redisinfra, extension: {images: {redis: r:1}}}]}
            """);
        var target = new KubeTarget($"{clusters}{Path.PathSeparator}{contexts}");
        var two = await target.ResolveAsync(default);
        Assert.Equal(("two", "shop", "https://k:6443"), (two.Name, two.Namespace, two.Server));
        Assert.Equal("""{"images":{"redis":"r:1"}}""", two.Extension!.ToJsonString());
        var one = await (target with { Context = "one" }).ResolveAsync(default);
        Assert.Equal(("one", "default"), (one.Name, one.Namespace));
        Assert.Null(one.Extension);
        Assert.Equal("mine", (await (target with { Namespace = "mine" }).ResolveAsync(default)).Namespace);
    }

    [Fact]
    public async Task ResolveAsync_NoCurrentContext_ListsThoseThatExist()
    {
        var path = Write("config", """
            apiVersion: v1
            kind: Config
            contexts: [{name: prod, context: {cluster: k}}, {name: staging, context: {cluster: k}}]
            """);
        var refused = await Assert.ThrowsAsync<DiagnosticException>(() => new KubeTarget(path).ResolveAsync(default));
        Assert.Equal(
            $"RI4003 kubeconfig {path}: no context is asked for, but the file has no current one "
            + "(it has prod, staging). "
            + "Set kubernetes:context, or run kubectl config use-context.",
            refused.Message);
        refused = await Assert.ThrowsAsync<DiagnosticException>(
            () => new KubeTarget(path, "stagign").ResolveAsync(default));
        Assert.EndsWith("Did you mean \"staging\"? If not, name one that exists.", refused.Message);
        refused = await Assert.ThrowsAsync<DiagnosticException>(
            () => new KubeTarget(path, "prod").ResolveAsync(default));
        Assert.StartsWith(
            "RI4004 context \"prod\": its cluster is \"k\", but the kubeconfig gives no server", refused.Message);
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
