namespace Kubernetes.Tests.EndToEnd;

/// <summary>A deployed set of members and Sentinels, as its pods say it.</summary>
internal sealed class LiveSet(CliProject project, string name)
{
    private const int Port = 6379;
    private const int SentinelPort = 26379;
    private const string Members = "app.kubernetes.io/name=redis,app.kubernetes.io/component=node";
    private static readonly TimeSpan Healing = TimeSpan.FromSeconds(120);

    /// <summary>Waits until so many members are one master and replicas whose links are up.</summary>
    public Task FollowAsync(int members) => Poll.UntilAsync(
        async () =>
        {
            var said = await RolesAsync();
            return said.Count == members && said.Values.Count(text => text.Contains("role:master")) == 1
                && said.Values.Count(text => text.Contains("master_link_status:up")) == members - 1;
        },
        Healing, () => "one master that all others follow");

    /// <summary>The pod of the only master; empty while there is none.</summary>
    public async Task<string> MasterAsync() =>
        (await RolesAsync()).Where(said => said.Value.Contains("role:master")).Select(said => said.Key).ToList()
            is [var only] ? only : "";

    /// <summary>Waits for another master than that.</summary>
    public Task AnotherMasterAsync(string before) => Poll.UntilAsync(
        async () => await MasterAsync() is { Length: > 0 } now && now != before, Healing,
        () => $"another master than {before}");

    /// <summary>A client of one of its Services.</summary>
    public async Task<ProxyClient> ConnectAsync(string service) =>
        new(await project.AddressAsync(service), Port, await PasswordAsync());

    /// <summary>The same, signed in as one of its users.</summary>
    public async Task<ProxyClient> ConnectAsUserAsync(string user) =>
        new(await project.AddressAsync(name), Port, await project.SecretAsync($"{name}-users", user), user);

    /// <summary>A client of the Sentinels themselves, signed in as one of their users.</summary>
    public async Task<ProxyClient> ConnectToSentinelsAsUserAsync(string user) => new(
        await project.AddressAsync($"{name}-sentinel"), SentinelPort,
        await project.SecretAsync($"{name}-sentinel-users", user), user);

    /// <summary>A client that asks the Sentinels for the master.</summary>
    public async Task<SentinelClient> ConnectBySentinelsAsync() => new(
        await project.AddressAsync($"{name}-sentinel"), name, await PasswordAsync(),
        async host => (await PodsAsync(Members)).Values
            .Where(pod => pod.Name == host.Split('.')[0]).Select(pod => pod.Address).SingleOrDefault());

    /// <summary>The pods that aren't going and have an address, by their uids.</summary>
    public async Task<Dictionary<string, (string Name, string Address, bool Ready)>> PodsAsync(string label = "")
    {
        return (await project.PodsAsync(label)).ToDictionary(
            pod => pod.Uid, pod => (pod.Name, pod.Address, pod.Ready));
    }

    public Task<string> UidAsync(string pod) =>
        project.KubectlAsync("get", "pod", pod, "-o", "jsonpath={.metadata.uid}");

    private async Task<Dictionary<string, string>> RolesAsync()
    {
        var said = new Dictionary<string, string>();
        var password = await PasswordAsync();
        foreach (var pod in (await PodsAsync(Members)).Values)
        {
            await using var client = new ProxyClient(pod.Address, Port, password);
            said[pod.Name] = await client.AskAsync("INFO", "replication") ?? "";
        }

        return said;
    }

    private Task<string> PasswordAsync() => project.SecretAsync($"{name}-auth", "password");
}
