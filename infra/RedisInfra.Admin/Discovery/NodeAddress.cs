using System.Globalization;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Discovery;

/// <summary>
/// Where a node listens for clients, as people write it: <c>10.0.0.7:6379</c>, <c>[2001:db8::7]:6379</c>.
/// </summary>
/// <param name="Host">A name or an address; an IPv6 address without its brackets.</param>
/// <param name="Port">1 to 65535.</param>
public readonly record struct NodeAddress(string Host, int Port)
{
    /// <summary>
    /// Reads "host:port". An IPv6 address needs its brackets: without them nothing tells where the port begins.
    /// </summary>
    public static bool TryParse(string text, out NodeAddress address)
    {
        address = default;
        int colon = text.LastIndexOf(':');
        if (colon <= 0) return false;
        string host = text[..colon];
        bool isBracketed = host.Length > 2 && host[0] == '[' && host[^1] == ']';
        if (isBracketed) host = host[1..^1];
        var kind = Uri.CheckHostName(host);
        bool isHost = isBracketed ? kind == UriHostNameType.IPv6 : kind is UriHostNameType.Dns or UriHostNameType.IPv4;
        if (!isHost || !int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture,
            out int port) || port is < 1 or > 65535)
            return false;
        address = new NodeAddress(host, port);
        return true;
    }

    /// <summary>The address of a member.</summary>
    public static NodeAddress Of(Member member) => new(member.Host, member.Port);

    /// <summary>"host:port", an IPv6 address in brackets.</summary>
    public override string ToString() => Host.Contains(':') ? $"[{Host}]:{Port}" : $"{Host}:{Port}";
}
