using System.Text.Json.Nodes;
using RedisInfra.Kubernetes;

namespace RedisInfra.Provider.Volumes;

/// <summary>A storage class.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Expands">Whether its volumes can grow.</param>
/// <param name="IsDefault">Whether it is that of claims that name none.</param>
internal sealed record VolumeClass(string Name, bool Expands, bool IsDefault)
{
    private static readonly string[] s_defaultMarks =
    [
        "storageclass.kubernetes.io/is-default-class", "storageclass.beta.kubernetes.io/is-default-class",
    ];

    public static VolumeClass Read(JsonObject item) => new(
        item.Name(), (bool?)item["allowVolumeExpansion"] is true,
        s_defaultMarks.Any(mark => (string?)item["metadata"]?["annotations"]?[mark] == "true"));
}
