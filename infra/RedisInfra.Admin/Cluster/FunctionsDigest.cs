using System.Buffers.Binary;
using System.Security.Cryptography;
using RedisInfra.Admin.Resp;

namespace RedisInfra.Admin.Cluster;

/// <summary>
/// One text for all functions of a server, the same at every server that has the same ones. FUNCTION DUMP isn't: its
/// footer has the server's RDB version, and its libraries come in the order of a table.
/// </summary>
internal static class FunctionsDigest
{
    /// <summary>
    /// The digest; "" without functions. Servers before 7, and users that may not run FUNCTION, have none as far as we
    /// can tell.
    /// </summary>
    /// <exception cref="FormatException">A library comes without a name or code.</exception>
    public static string Of(RespValue reply)
    {
        var libraries = FunctionLibrary.Read(reply);
        if (libraries.Count == 0) return "";
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var library in libraries)
        {
            Append(hash, library.Name);
            Append(hash, library.Engine);
            Append(hash, library.Code);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>With its length before it: where one text ends and the next begins is a part of what is told.</summary>
    private static void Append(IncrementalHash hash, RespValue text)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, text.Bytes.Length);
        hash.AppendData(length);
        hash.AppendData(text.Bytes.Span);
    }
}
