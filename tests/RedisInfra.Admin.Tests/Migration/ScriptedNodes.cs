using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Tests.Migration;

/// <summary>Nodes that answer as a test says, and note what they were told.</summary>
internal sealed class ScriptedNodes(Func<Member, string, RespValue> answer) : INodes
{
    public TimeProvider Time => TimeProvider.System;

    public ClusterAccess Access { get; } = new();

    /// <summary>The commands' names in their order.</summary>
    public List<string> Told { get; } = [];

    public Task<RespValue[]> SendAsync(
        Member member, IReadOnlyList<RespCommand> commands, SendOptions options, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var replies = new RespValue[commands.Count];
        for (int i = 0; i < replies.Length; i++)
        {
            Told.Add(commands[i].Name);
            replies[i] = answer(member, commands[i].Name);
        }
        return Task.FromResult(replies);
    }

    public Task<NamedConnection> NameAsync(Member member, string name, CancellationToken cancellationToken) =>
        Task.FromResult(new NamedConnection(0, name));

    public Task UnnameAsync(Member member, string name, CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask<string?> GossipIpAsync(Member member, CancellationToken cancellationToken) =>
        ValueTask.FromResult<string?>(null);
}
