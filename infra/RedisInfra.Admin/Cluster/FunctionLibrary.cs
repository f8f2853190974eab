using RedisInfra.Admin.Resp;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Cluster;

/// <summary>A library of functions, as a server tells of it.</summary>
/// <param name="Name">Its name, which is unique at a server.</param>
/// <param name="Engine">What runs it.</param>
/// <param name="Code">What FUNCTION LOAD takes.</param>
internal sealed record FunctionLibrary(RespValue Name, RespValue Engine, RespValue Code)
{
    /// <summary>What to ask. Servers before 7 don't know it.</summary>
    public static RespCommand Question { get; } = RespCommand.Of("FUNCTION", "LIST", "WITHCODE");

    /// <summary>The libraries of a reply, by name; none when it is an error.</summary>
    /// <exception cref="FormatException">A library comes without a name or code.</exception>
    public static IReadOnlyList<FunctionLibrary> Read(RespValue reply) => reply.Kind != RespKind.Array ? [] :
    [
        .. reply.Items.Select(item => new FunctionLibrary(
                Field(item, "library_name"), Field(item, "engine"), Field(item, "library_code")))
            .OrderBy(library => library.Name.Text, StringComparer.Ordinal),
    ];

    /// <summary>
    /// Loads all libraries of a member at another that has none. Not by FUNCTION DUMP and RESTORE: an older server
    /// refuses what a newer one dumps, whatever is in it. All or nothing: half of them would look like functions of
    /// another kind to whoever runs next.
    /// </summary>
    /// <exception cref="RedisErrorException">A library was refused; the member has none of them.</exception>
    public static async Task CopyAsync(INodes nodes, Member from, Member to, CancellationToken cancellationToken)
    {
        var listed = await nodes.ExecuteAsync(from, [Question], cancellationToken);
        var libraries = Read(listed[0]);
        if (libraries.Count == 0) return;
        var replies = await nodes.ExecuteAsync(to, RespCommand.Together(libraries.Select(
            library => RespCommand.OfBinary(["FUNCTION", "LOAD"], library.Code.Bytes))), cancellationToken);
        var loads = replies[^1].Items;
        int refused = loads.ToList().FindIndex(load => load.IsError);
        if (refused < 0) return;
        await nodes.SendAsync(to,
            [.. libraries.Where((_, i) => !loads[i].IsError)
                .Select(library => RespCommand.OfBinary(["FUNCTION", "DELETE"], library.Name.Bytes))],
            default, cancellationToken);
        throw new RedisErrorException($"FUNCTION LOAD of {libraries[refused].Name.Text}", loads[refused].Text);
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
