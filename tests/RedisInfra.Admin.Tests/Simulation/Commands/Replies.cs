using System.Text;
using RedisInfra.Admin.Resp;

namespace RedisInfra.Admin.Tests.Simulation.Commands;

/// <summary>Replies that are given often.</summary>
internal static class Replies
{
    public static RespValue Ok { get; } = Simple("OK");

    public static RespValue NoKey { get; } = Simple("NOKEY");

    public static RespValue Simple(string text) => RespValue.Of(RespKind.SimpleString, Encoding.UTF8.GetBytes(text));

    public static RespValue Error(string text) => RespValue.Of(RespKind.Error, Encoding.UTF8.GetBytes(text));

    public static RespValue Texts(params IEnumerable<string> texts) => RespValue.Of([.. texts.Select(RespValue.Bulk)]);
}
