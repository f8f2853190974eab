using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Resp;
using RedisInfra.Admin.Tests.Simulation.Commands;
using RedisInfra.Admin.Tests.Simulation.Processes;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Tests.Simulation.Broken;

/// <summary>
/// Stands between the executor and the nodes and makes it break one rule: what the simulation must find out.
/// </summary>
internal abstract class BrokenNodes(SimulatedProcess process) : INodes
{
    /// <summary>How the complaint begins that a rule wasn't broken at all.</summary>
    public const string Unbroken = "the rule isn't broken: ";

    public TimeProvider Time => process.Time;

    public ClusterAccess Access => process.Access;

    protected SimulatedProcess Process => process;

    public virtual Task<RespValue[]> SendAsync(
        Member member, IReadOnlyList<RespCommand> commands, SendOptions options, CancellationToken cancellationToken) =>
        process.SendAsync(member, commands, options, cancellationToken);

    public virtual Task<NamedConnection> NameAsync(Member member, string name, CancellationToken cancellationToken) =>
        process.NameAsync(member, name, cancellationToken);

    public Task UnnameAsync(Member member, string name, CancellationToken cancellationToken) =>
        process.UnnameAsync(member, name, cancellationToken);

    public ValueTask<string?> GossipIpAsync(Member member, CancellationToken cancellationToken) =>
        process.GossipIpAsync(member, cancellationToken);

    protected static bool Has(IEnumerable<RespCommand> commands, string name) =>
        commands.Any(command => command.Name == name);

    protected static CommandWords Words(RespCommand command)
    {
        var words = new CommandWords();
        words.Read(command);
        return words;
    }
}
