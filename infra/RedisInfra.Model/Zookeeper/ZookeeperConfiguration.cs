using System.Collections.Immutable;
using System.Globalization;

namespace RedisInfra.Model.Zookeeper;

/// <summary>Who votes: what the ensemble keeps in <c>/zookeeper/config</c>.</summary>
/// <param name="Version">Its version; each change raises it, and a change is refused that was made of another.</param>
/// <param name="Servers">The servers, by their numbers.</param>
public sealed record ZookeeperConfiguration(long Version, ImmutableArray<ZookeeperServer> Servers)
{
    private const string VersionKey = "version=";

    /// <summary>Those that vote.</summary>
    public IEnumerable<ZookeeperServer> Voters => Servers.Where(server => server.Votes);

    /// <summary>Reads the node's text; null when it holds no server.</summary>
    public static ZookeeperConfiguration? Read(string text)
    {
        long version = 0;
        var servers = new List<ZookeeperServer>();
        foreach (string line in text.Split('\n', StringSplitOptions.TrimEntries))
        {
            if (ZookeeperServer.Read(line) is { } server) servers.Add(server);
            else if (line.StartsWith(VersionKey, StringComparison.Ordinal)
                && long.TryParse(
                    line[VersionKey.Length..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture,
                    out long number)) version = number;
        }

        return servers.Count == 0
            ? null
            : new ZookeeperConfiguration(version, [.. servers.OrderBy(server => server.Id)]);
    }

    /// <summary>With one more vote.</summary>
    public ZookeeperConfiguration With(ZookeeperServer server) => this with
    {
        Servers = [.. Servers.Where(other => other.Id != server.Id).Append(server).OrderBy(other => other.Id)],
    };

    /// <summary>Without a server.</summary>
    public ZookeeperConfiguration Without(int id) =>
        this with { Servers = [.. Servers.Where(server => server.Id != id)] };
}
