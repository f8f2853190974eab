using System.Collections.Concurrent;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Proxy;

/// <summary>
/// Which local port stands for which node. Addresses that pods get later are learned from what nodes say.
/// </summary>
internal sealed class AddressMap
{
    private readonly ConcurrentDictionary<NodeId, int> _ports = new();
    private readonly ConcurrentDictionary<string, int> _addresses = new(StringComparer.Ordinal);

    public void Add(NodeId id, int localPort) => _ports[id] = localPort;

    public void Add(string address, int localPort) => _addresses[address] = localPort;

    public void Learn(IEnumerable<NodeRecord> records)
    {
        foreach (var record in records)
        {
            if (!_ports.TryGetValue(record.Id, out int port)) continue;
            if (record.Ip.Length > 0) _addresses[$"{record.Ip}:{record.Port}"] = port;
            if (record.Hostname is { } hostname) _addresses[$"{hostname}:{record.Port}"] = port;
        }
    }

    public int? PortOf(NodeId id) => _ports.TryGetValue(id, out int port) ? port : null;

    public int? PortOf(string address) => _addresses.TryGetValue(address, out int port) ? port : null;
}
