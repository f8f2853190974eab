using System.Collections.Immutable;
using System.Globalization;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Ring;

namespace RedisInfra.Admin.Ring.Files;

/// <summary>
/// Reads nutcracker's configuration files as nutcracker 0.5 does, and says all that is wrong at once.
/// </summary>
public static class NutcrackerFile
{
    /// <summary>The pools of a configuration.</summary>
    /// <param name="text">What stands in the file.</param>
    /// <param name="file">Its name, in messages.</param>
    /// <exception cref="DiagnosticException">Nutcracker would refuse it; every reason.</exception>
    public static ImmutableArray<RingPool> Read(string text, string file)
    {
        var found = new List<Diagnostic>();
        var entries = NutcrackerYaml.Read(text, file, found);
        var pools = new List<(RingPool Pool, int Line)>();
        foreach (var entry in entries.Where(entry => !entry.Entries.IsDefault))
            pools.Add((new NutcrackerPoolReader(file, entry, found).Read(), entry.Line));
        Twice(pools.Select(pool => (pool.Pool.Name, pool.Line)), "a pool of that name", file, found);
        Twice(pools.Where(pool => pool.Pool.Listen.Length > 0).Select(pool => (pool.Pool.Listen, pool.Line)),
            "a pool that listens there", file, found);
        if (found.Count > 0) throw new DiagnosticException([.. found.OrderBy(LineOf)]);
        return [.. pools.Select(pool => pool.Pool)];
    }

    /// <summary>The pool of that name; the only one when no name is given.</summary>
    /// <exception cref="DiagnosticException">It isn't there, or there are several.</exception>
    public static RingPool Choose(ImmutableArray<RingPool> pools, string? name, string file)
    {
        string names = string.Join(", ", pools.Select(pool => pool.Name));
        if (name is null && pools.Length == 1) return pools[0];
        return pools.FirstOrDefault(pool => pool.Name == name) ?? throw new DiagnosticException(new Diagnostic(
            "RI3427", file, name is null ? $"it has the pools {names}" : $"it has no pool \"{name}\"",
            "one pool is looked at a time", $"Give --pool with one of {names}"));
    }

    /// <summary>Each text that stands there more than once.</summary>
    internal static void Twice(
        IEnumerable<(string Text, int Line)> all, string what, string file, List<Diagnostic> found)
    {
        foreach (var same in all.GroupBy(one => one.Text).Where(same => same.Count() > 1))
        {
            found.Add(new Diagnostic("RI3424", $"{file}:{same.Last().Line}", $"\"{same.Key}\" stands there",
                $"{what} is in line {same.First().Line} already", "Remove or rename one"));
        }
    }

    /// <summary>Every place here is "file:line".</summary>
    private static int LineOf(Diagnostic found) =>
        int.Parse(found.Where.AsSpan(found.Where.LastIndexOf(':') + 1), CultureInfo.InvariantCulture);
}
