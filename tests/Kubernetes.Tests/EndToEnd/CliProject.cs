using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Kubernetes.Tests.EndToEnd;

/// <summary>
/// A project in a folder of its own with one stack, state of its own and a passphrase, deployed to a namespace of its
/// own. What is left in the namespace at the end goes with it.
/// </summary>
internal sealed partial class CliProject(LabCluster lab) : IAsyncDisposable
{
    public const string Stack = "e2e";
    public const string Deployment = "orders";
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);
    private readonly string _folder = Directory.CreateTempSubdirectory("redisinfra-e2e-").FullName;
    private readonly LabNamespace _namespace = new(lab);

    public string Namespace => _namespace.Name;

    public string StackFile => Path.Combine(_folder, $"Pulumi.{Stack}.yaml");

    public string StateFile => Path.Combine(_folder, "state/.pulumi/stacks/redis-infra", $"{Stack}.json");

    /// <summary>Of every command; tests may change it.</summary>
    public Dictionary<string, string?> Environment { get; } = new()
    {
        ["PULUMI_CONFIG_PASSPHRASE"] = "end to end",
        ["PULUMI_CONFIG_PASSPHRASE_FILE"] = null,
        ["PULUMI_STACK"] = null,
    };

    public static async Task<CliProject> CreateAsync(LabCluster lab)
    {
        var project = new CliProject(lab);
        Directory.CreateDirectory(Path.Combine(project._folder, "state"));
        project.Environment["PULUMI_BACKEND_URL"] = "file://" + Path.Combine(project._folder, "state");
        project.Environment["KUBECONFIG"] = lab.Kubeconfig;
        await File.WriteAllTextAsync(
            Path.Combine(project._folder, "Pulumi.yaml"), "name: redis-infra\nruntime: dotnet\nmain: .\n");
        project.Write();
        await project._namespace.InitializeAsync();
        return project;
    }

    /// <summary>Writes the stack file: the default shape, small enough for several in the lab, changed as a test
    /// wants.</summary>
    /// <param name="more">Lines that the deployment has besides.</param>
    /// <param name="shards">As text, so that it can be wrong.</param>
    /// <param name="claims">Of the storage.</param>
    /// <param name="context">Of the kubeconfig.</param>
    /// <param name="replicas">Of each shard.</param>
    public void Write(
        string more = "", string shards = "3", string claims = "size: 100Mi", string context = LabCluster.Context,
        int replicas = 1) =>
        File.WriteAllText(StackFile, $$"""
            config:
              kubernetes:context: {{context}}
              kubernetes:namespace: {{Namespace}}
              redis-infra:redis:
                {{Deployment}}:
                  topology: cluster
                  shards: {{shards}}
                  replicasPerShard: {{replicas}}
                  storage: { claims: { {{claims}} } }
                  resources: { cpu: 20m, memory: 128Mi }
                  {{more}}
            """ + "\n");

    /// <summary>Writes a stack file with one deployment of any kind.</summary>
    /// <param name="name">The deployment's.</param>
    /// <param name="lines">What stands below its name.</param>
    public void WriteDeployment(string name, string lines) => File.WriteAllText(StackFile, $"""
        config:
          kubernetes:context: {LabCluster.Context}
          kubernetes:namespace: {Namespace}
          redis-infra:redis:
            {name}:
        {string.Join('\n', lines.Split('\n').Select(line => "      " + line))}
        """ + "\n");

    /// <summary>Writes a scenario's stack file as it is, but small, and changed as a test wants.</summary>
    public void WriteScenario(string id, params (string Text, string Other)[] changes)
    {
        var file = Path.Combine(SeedFolder(), id, $"Pulumi.{id.ToLowerInvariant()}.yaml");
        var text = SizeOfClaims().Replace(File.ReadAllText(file), "size: 100Mi");
        foreach (var (old, other) in changes.Append(("cpu: 50m, memory: 256Mi", "cpu: 20m, memory: 128Mi")))
        {
            Assert.Contains(old, text, StringComparison.Ordinal);
            text = text.Replace(old, other, StringComparison.Ordinal);
        }

        File.WriteAllText(StackFile, text.Replace(
            "config:\n",
            $"config:\n  kubernetes:context: {LabCluster.Context}\n  kubernetes:namespace: {Namespace}\n",
            StringComparison.Ordinal));
    }

    public CliRun Start(string verb, params string[] more) => StartOn(Stack, verb, more);

    public CliRun StartOn(string stack, string verb, params string[] more) =>
        new([verb, "--cwd", _folder, "--stack", stack, .. more], Environment);

    public async Task<CliResult> RunAsync(string verb, params string[] more)
    {
        await using var run = Start(verb, more);
        return await run.EndAsync(Limit);
    }

    public Task<CliResult> UpAsync() => RunAsync("up", "--yes", "--skip-preview");

    public Task<string> KubectlAsync(params string[] arguments) => _namespace.KubectlAsync(arguments);

    /// <summary>The address of a Service.</summary>
    public Task<string> AddressAsync(string service) =>
        KubectlAsync("get", "service", service, "-o", "jsonpath={.spec.clusterIP}");

    /// <summary>A value of a Secret.</summary>
    public async Task<string> SecretAsync(string secret, string key)
    {
        var data = await KubectlAsync("get", "secret", secret, "-o", $"jsonpath={{.data.{key}}}");
        return Encoding.UTF8.GetString(Convert.FromBase64String(data));
    }

    /// <summary>A client of a deployment's Service.</summary>
    public async Task<ProxyClient> ConnectAsync(string deployment, int port) =>
        new(await AddressAsync(deployment), port, await SecretAsync($"{deployment}-auth", "password"));

    /// <summary>The pods with these labels that aren't going and have an address.</summary>
    public async Task<IReadOnlyList<LivePod>> PodsAsync(string labels = "")
    {
        var list = JsonNode.Parse(await KubectlAsync("get", "pods", "-l", labels, "-o", "json"))!;
        return
        [
            .. list["items"]!.AsArray()
                .Where(pod => pod!["metadata"]!["deletionTimestamp"] is null && pod["status"]!["podIP"] is not null)
                .Select(pod => new LivePod(
                    (string)pod!["metadata"]!["name"]!, (string)pod["metadata"]!["uid"]!,
                    (string)pod["status"]!["podIP"]!,
                    pod["status"]!["conditions"]!.AsArray().Any(
                        c => (string?)c!["type"] == "Ready" && (string?)c["status"] == "True"))),
        ];
    }

    /// <summary>All objects that a deployment could have made, "kind/name" -> (uid, resourceVersion).</summary>
    public async Task<Dictionary<string, (string Uid, string Version)>> ObjectsAsync()
    {
        const string Kinds = "pods,services,configmaps,secrets,serviceaccounts,persistentvolumeclaims,statefulsets,"
            + "poddisruptionbudgets,deployments,jobs";
        var list = JsonNode.Parse(await KubectlAsync("get", Kinds, "-o", "json"))!;
        return list["items"]!.AsArray().Where(o => !IsKubernetesOwn(o!)).ToDictionary(
            o => $"{o!["kind"]}/{o["metadata"]!["name"]}",
            o => ((string)o!["metadata"]!["uid"]!, (string)o["metadata"]!["resourceVersion"]!));
    }

    public async ValueTask DisposeAsync()
    {
        await _namespace.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static string SeedFolder([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(here, "../../../../stacks/seeds"));

    [GeneratedRegex(@"size: \d+Gi")]
    private static partial Regex SizeOfClaims();

    // Every namespace has them from the start.
    private static bool IsKubernetesOwn(JsonNode o) => (string?)o["metadata"]!["name"] is { } name
        && (name is "kube-root-ca.crt" or "default" || name.StartsWith("default-token-", StringComparison.Ordinal));
}
