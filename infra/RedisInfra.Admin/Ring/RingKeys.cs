using System.Globalization;
using System.Text;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Ring;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Ring;

/// <summary>
/// The keys of one server, all of clients that stay there meanwhile, a part at a time; some may come twice.
/// </summary>
internal sealed class RingKeys(INodes nodes, Member member)
{
    private const int KeysAtOnce = 1000;
    private string _cursor = "0";

    /// <summary>Whether all were listed.</summary>
    public bool IsDone { get; private set; }

    /// <summary>The command that lists the next part.</summary>
    public RespCommand Ask() =>
        RespCommand.Of("SCAN", _cursor, "COUNT", KeysAtOnce.ToString(CultureInfo.InvariantCulture));

    /// <summary>The keys of a reply to <see cref="Ask"/>.</summary>
    /// <exception cref="RedisErrorException">The server refused it.</exception>
    public IEnumerable<ReadOnlyMemory<byte>> Read(RespValue reply)
    {
        if (reply.IsError) throw new RedisErrorException("SCAN", reply.Text);
        _cursor = Encoding.ASCII.GetString(reply.Items[0].Bytes.Span);
        IsDone = _cursor == "0";
        return reply.Items[1].Items.Select(key => key.Bytes).Where(key => !RingOwnKeys.Contains(key.Span));
    }

    /// <summary>Calls <paramref name="act"/> with each part, to the end.</summary>
    public async Task EachAsync(Action<IEnumerable<ReadOnlyMemory<byte>>> act, CancellationToken cancellationToken)
    {
        while (!IsDone)
        {
            var replies = await nodes.SendAsync(member, [Ask()], default, cancellationToken);
            act(Read(replies[0]));
        }
    }
}
