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
    /// <summary>What to ask. Servers before 7 don't know it.</summary>
    public static RespCommand Question { get; } = RespCommand.Of("FUNCTION", "LIST", "WITHCODE");

    /// <summary>
    /// The digest; "" without functions. Servers before 7, and users that may not run FUNCTION, have none as far as we
    /// can tell.
    /// </summary>
    /// <exception cref="FormatException">A library comes without a name or code.</exception>
    public static string Of(RespValue libraries)
    {
        if (libraries.Kind != RespKind.Array || libraries.Items.Count == 0) return "";
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        // A library's name is unique at a server, so this is an order.
        foreach (var library in libraries.Items.OrderBy(it => Field(it, "library_name").Text, StringComparer.Ordinal))
        {
            Append(hash, Field(library, "library_name"));
            Append(hash, Field(library, "engine"));
            Append(hash, Field(library, "library_code"));
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

    private static RespValue Field(RespValue library, string name)
    {
        for (int i = 0; i + 1 < library.Items.Count; i += 2)
        {
            if (library.Items[i].Text == name) return library.Items[i + 1];
        }
        throw new FormatException($"FUNCTION LIST WITHCODE has a library without {name}");
    }
}
