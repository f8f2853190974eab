using System.Net;
using RedisInfra.Kubernetes;
using RedisInfra.Provider.Volumes;

namespace RedisInfra.Provider.Tests;

/// <summary>Claims of one namespace, whose volumes grow when they are asked to.</summary>
internal sealed class FakeVolumes : IVolumeClaims
{
    public Dictionary<string, VolumeClaim> Claims { get; } = [];

    public List<VolumeClass> Classes { get; } = [new("lab", true, IsDefault: true), new("fixed", false, false)];

    /// <summary>StatefulSets with the sizes of their templates.</summary>
    public Dictionary<string, Dictionary<string, string>> Sets { get; } = [];

    public List<string> MissingRights { get; } = [];

    /// <summary>What was done, in order.</summary>
    public List<string> Done { get; } = [];

    /// <summary>Whether it answers at all.</summary>
    public bool IsThere { get; set; } = true;

    /// <summary>Whether claims may be looked at.</summary>
    public bool IsForbidden { get; set; }

    /// <summary>How often claims are looked at until a volume has grown.</summary>
    public int LooksUntilGrown { get; set; }

    /// <summary>Adds claims of class lab that have what they ask for.</summary>
    public void Add(string size, params string[] names)
    {
        foreach (string name in names) Claims[name] = new VolumeClaim(name, "lab", true, size, size);
    }

    public Task<IReadOnlyList<VolumeClaim>> FindAsync(
        IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        if (!IsThere) throw new IOException("nobody answers");
        if (IsForbidden) throw Refused("claims is forbidden");
        if (LooksUntilGrown-- <= 0)
            foreach (var claim in Claims.Values.Where(claim => claim.IsBound && !claim.IsForNode).ToList())
                Claims[claim.Name] = claim with { Has = claim.Asked };
        return Task.FromResult<IReadOnlyList<VolumeClaim>>(
            [.. names.Select(name => Claims.GetValueOrDefault(name)).OfType<VolumeClaim>()]);
    }

    public Task<IReadOnlyList<VolumeClass>?> ClassesAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<VolumeClass>?>(Classes);

    public Task<IReadOnlyDictionary<string, string>?> TemplatesAsync(
        string statefulSet, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, string>?>(Sets.GetValueOrDefault(statefulSet));

    public Task<IReadOnlyList<string>> MissingRightsAsync(bool letsGo, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>(MissingRights);

    public Task GrowAsync(string claim, string size, CancellationToken cancellationToken)
    {
        if (MissingRights.Count > 0) throw Refused("you may not patch claims");
        Done.Add($"{claim} {size}");
        Claims[claim] = Claims[claim] with { Asked = size };
        return Task.CompletedTask;
    }

    public Task LetGoAsync(string statefulSet, CancellationToken cancellationToken)
    {
        Done.Add($"let go {statefulSet}");
        Sets.Remove(statefulSet);
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static KubeException Refused(string message) => new(HttpStatusCode.Forbidden, "Forbidden", message);
}
