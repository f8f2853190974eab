using Pulumi;

namespace RedisInfra.Components.Storage;

/// <summary>The inputs of <see cref="NfsVolumes"/>.</summary>
public sealed class NfsVolumesArgs : ResourceArgs
{
    /// <summary>The server, the path, and how the members share them.</summary>
    public required RedisStorage.Nfs Export { get; set; }

    /// <summary>The namespace of the claims.</summary>
    /// <value>An existing one; "default" unless set.</value>
    public Input<string> Namespace { get; set; } = "default";

    /// <summary>
    /// Who gets a volume: the pods' names. A name that is added gets one; with a name that is taken away its volume and
    /// claim go, and the files stay.
    /// </summary>
    /// <value>DNS labels; none unless set: then there is one volume for all, which many pods may write.</value>
    public IReadOnlyList<string> Members { get; set; } = [];

    /// <summary>
    /// What claims are called before the member's name: the name of a StatefulSet's claim template, so that it finds
    /// them.
    /// </summary>
    /// <value>A DNS label; "data" unless set.</value>
    public string ClaimTemplate { get; set; } = "data";
}
