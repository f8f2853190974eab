using System.Text;
using RedisInfra.Model.Zookeeper;

namespace RedisInfra.Admin.Zookeeper;

/// <summary>The commands of four letters, which a server answers in text and then hangs up.</summary>
public static class FourLetterWord
{
    private const int MaxBytes = 64 * 1024;
    private const string Mode = "Mode: ";

    /// <summary>What a server answers.</summary>
    /// <exception cref="IOException">It didn't.</exception>
    public static async Task<string> AskAsync(Stream stream, string word, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes(word), cancellationToken);
        await stream.FlushAsync(cancellationToken);
        byte[] buffer = new byte[MaxBytes];
        int count = await stream.ReadAtLeastAsync(buffer, MaxBytes, throwOnEndOfStream: false, cancellationToken);
        return Encoding.UTF8.GetString(buffer, 0, count);
    }

    /// <summary>What a server does, by its answer to <c>srvr</c>.</summary>
    public static ZookeeperRole RoleOf(string answer) => answer.Split('\n')
        .Where(line => line.StartsWith(Mode, StringComparison.Ordinal))
        .Select(line => line[Mode.Length..].Trim()).FirstOrDefault() switch
    {
        "leader" or "standalone" => ZookeeperRole.Leader,
        "follower" => ZookeeperRole.Follower,
        "observer" => ZookeeperRole.Observer,
        _ => ZookeeperRole.None,
    };
}
