using System.Text.Json.Nodes;
using RedisInfra.Provider.Monitoring;

namespace RedisInfra.Provider.Tests;

/// <summary>A cluster that serves some kinds and keeps what is applied.</summary>
internal sealed class FakeObjects : IKubernetesObjects
{
    public HashSet<string> Served { get; } = [];

    public Dictionary<string, JsonObject> Standing { get; } = [];

    /// <summary>Whether it answers at all.</summary>
    public bool IsThere { get; set; } = true;

    public Task<bool> IsServedAsync(string apiVersion, string kind, CancellationToken cancellationToken) =>
        IsThere ? Task.FromResult(Served.Contains($"{apiVersion}/{kind}"))
            : Task.FromException<bool>(new IOException("nobody answers"));

    public Task<JsonObject?> GetAsync(ObjectText value, CancellationToken cancellationToken) =>
        Task.FromResult(Standing.GetValueOrDefault(value.Words));

    public Task ApplyAsync(JsonObject value, CancellationToken cancellationToken)
    {
        var text = ObjectText.Read(value.ToJsonString())!;
        Assert.Contains(text.ServedAs, Served);
        Standing[text.Words] = value;
        return Task.CompletedTask;
    }

    public Task DeleteAsync(ObjectText value, CancellationToken cancellationToken)
    {
        Assert.Contains(value.ServedAs, Served);
        Standing.Remove(value.Words);
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
