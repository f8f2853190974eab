using System.Net;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Slots;
using StackExchange.Redis;

namespace RedisInfra.Admin.Verification;

/// <summary>
/// The client that our users have writes, reads and deletes one key on every shard. Its keys begin with
/// <c>redisinfra:verify:</c> and expire by themselves.
/// </summary>
internal sealed class ClientCheck(
    string cluster, IEnumerable<EndPoint> endpoints, string? password, VerificationOptions options, TimeProvider time)
{
    private static readonly TimeSpan s_expiry = TimeSpan.FromMinutes(1);

    /// <summary>The client's own tasks have no deadline: one that lost its connection may never end.</summary>
    private static readonly TimeSpan s_useTimeout = TimeSpan.FromSeconds(5);

    public async Task<int> RunAsync(ObservedCluster observed, CancellationToken cancellationToken)
    {
        var configuration = new ConfigurationOptions
        {
            AbortOnConnectFail = false,
            ConnectTimeout = 5000,
            SyncTimeout = 5000,
            Password = password,
            ClientName = "redisinfra-verify",
            TieBreaker = "", // A key that a client looks for at every node; in a cluster it only causes redirections.
        };
        foreach (var endpoint in endpoints) configuration.EndPoints.Add(endpoint);
        long start = time.GetTimestamp();
        using var client = await ConnectionMultiplexer.ConnectAsync(configuration).WaitAsync(cancellationToken);
        var database = client.GetDatabase();
        string prefix = $"redisinfra:verify:{Guid.NewGuid():N}:";
        int shards = 0;
        foreach (var owner in observed.Live.Where(view => !view.Self.Slots.IsEmpty))
        {
            string key = KeyIn(prefix, owner.Self.Slots);
            await UntilAsync(owner.Member.Name, start, () => UseKeyAsync(database, key), cancellationToken);
            shards++;
        }
        // Nothing is under way; waiting for it would take the whole SyncTimeout.
        client.Close(allowCommandsToComplete: false);
        return shards;
    }

    private static async Task UseKeyAsync(IDatabase database, string key)
    {
        string value = Guid.NewGuid().ToString("N");
        await database.StringSetAsync(key, value, s_expiry);
        string? read = await database.StringGetAsync(key);
        await database.KeyDeleteAsync(key);
        if (read != value) throw new TimeoutException($"{key} was written but read back as something else");
    }

    /// <summary>
    /// Right after forming, masters may refuse writes for a moment, and the client may know old roles.
    /// </summary>
    private async Task UntilAsync(string member, long start, Func<Task> use, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await use().WaitAsync(s_useTimeout, time, cancellationToken);
                return;
            }
            catch (Exception exception) when (exception is RedisException or TimeoutException)
            {
                if (time.GetElapsedTime(start) > options.ClientTimeout)
                {
                    string where = $"RI3022 Redis Cluster \"{cluster}\"";
                    throw new VerificationFailedException($"{where}: its members agree, but a client can't write and "
                        + $"read on the shard of {member}: {exception.Message}", exception);
                }
            }
            await Task.Delay(options.Poll, time, cancellationToken);
        }
    }

    private static string KeyIn(string prefix, SlotSet slots)
    {
        for (int i = 0; ; i++)
        {
            string key = $"{prefix}{i}";
            if (slots.Contains(KeySlot.Of(key))) return key;
        }
    }
}
