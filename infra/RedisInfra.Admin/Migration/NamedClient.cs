using System.Collections.Immutable;

namespace RedisInfra.Admin.Migration;

/// <summary>A client of a server that has a name: a line of <c>CLIENT LIST</c>.</summary>
/// <param name="Id">Its number at that server.</param>
/// <param name="Address">Where it comes from, as the server sees it.</param>
/// <param name="Name">Its name.</param>
/// <param name="Idle">For how many seconds it has sent nothing.</param>
internal sealed record NamedClient(string Id, string Address, string Name, string Idle)
{
    /// <summary>The clients whose name begins so.</summary>
    public static ImmutableArray<NamedClient> Read(string list, string prefix)
    {
        var found = ImmutableArray.CreateBuilder<NamedClient>();
        // A server has thousands of clients, and hardly ever one of these.
        string wanted = $" name={prefix}";
        foreach (var line in list.AsSpan().EnumerateLines())
        {
            if (!line.Contains(wanted, StringComparison.Ordinal)) continue;
            found.Add(new NamedClient(
                Field(line, "id"), Field(line, "addr"), Field(line, "name"), Field(line, "idle")));
        }
        return found.ToImmutable();
    }

    private static string Field(ReadOnlySpan<char> line, string name)
    {
        foreach (var part in line.Split(' '))
        {
            var field = line[part];
            bool isIt = field.Length > name.Length && field[name.Length] == '=' && field.StartsWith(name);
            if (isIt) return field[(name.Length + 1)..].ToString();
        }
        return "";
    }
}
