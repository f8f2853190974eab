using System.Globalization;
using System.Text;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Ring;

namespace RedisInfra.Admin.Ring.Moving;

/// <summary>The commands that move a ring's keys.</summary>
internal static class RingCommands
{
    /// <summary>How long one end of a MIGRATE waits for the other.</summary>
    private const int MigrateTimeoutMs = 5000;

    /// <summary>For the answer to a batch, whatever it waits for.</summary>
    public static readonly TimeSpan ReplyTimeout = TimeSpan.FromSeconds(30);

    public static RespCommand Ping { get; } = RespCommand.Of("PING");

    public static RespCommand Unpause { get; } = RespCommand.Of("CLIENT", "UNPAUSE");

    public static RespCommand Clients { get; } = RespCommand.Of("CLIENT", "LIST", "TYPE", "normal");

    public static RespCommand Marked { get; } =
        RespCommand.Of("HMGET", RingMoveMark.Key, "fingerprint", "phase", "id");

    public static RespCommand Unmark { get; } = RespCommand.Of("DEL", RingMoveMark.Key);

    public static RespCommand Mark(RingMoveMark mark, DateTimeOffset at) => RespCommand.Of("HSET", RingMoveMark.Key,
        "fingerprint", mark.Fingerprint, "phase", RingMoveStart.Word(mark.Phase), "id", mark.Id,
        "at", at.ToString("O", CultureInfo.InvariantCulture));

    public static RespCommand Pause(TimeSpan time) =>
        RespCommand.Of("CLIENT", "PAUSE", Text((long)time.TotalMilliseconds), "WRITE");

    public static RespCommand Kill(string id) => RespCommand.Of("CLIENT", "KILL", "ID", id);

    public static RespCommand Size(ReadOnlyMemory<byte> key) =>
        RespCommand.OfBinary(["MEMORY", "USAGE"], [key, Bytes("SAMPLES"), Bytes("1")]);

    public static RespCommand Exists(ReadOnlyMemory<byte> key) => RespCommand.OfBinary(["EXISTS"], key);

    public static RespCommand Dump(ReadOnlyMemory<byte> key) => RespCommand.OfBinary(["DUMP"], key);

    public static RespCommand TimeLeft(ReadOnlyMemory<byte> key) => RespCommand.OfBinary(["PTTL"], key);

    public static RespCommand Delete(IEnumerable<ReadOnlyMemory<byte>> keys) =>
        RespCommand.OfBinary(["UNLINK"], keys);

    /// <param name="key">The key.</param>
    /// <param name="leftMs">In ms; 0 for ever.</param>
    /// <param name="packed">What DUMP gave.</param>
    public static RespCommand Restore(ReadOnlyMemory<byte> key, long leftMs, ReadOnlyMemory<byte> packed) =>
        RespCommand.OfBinary(["RESTORE"], [key, Bytes(Text(leftMs)), packed, Bytes("REPLACE")]);

    /// <summary>The keys stay where they are as well: until the switch nothing but the old server counts.</summary>
    public static RespCommand Copy(
        string host, int port, ClusterAccess access, IEnumerable<ReadOnlyMemory<byte>> keys)
    {
        var words = new List<string>
        {
            "MIGRATE", host, Text(port), "", "0", Text(MigrateTimeoutMs), "COPY", "REPLACE",
        };
        if (access.Password is { } password)
        {
            if (access.User is { } user) words.AddRange(["AUTH2", user, password]);
            else words.AddRange(["AUTH", password]);
        }
        words.Add("KEYS");
        return RespCommand.OfBinary(words, keys);
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static ReadOnlyMemory<byte> Bytes(string text) => Encoding.ASCII.GetBytes(text);
}
