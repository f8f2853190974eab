using Pulumi;

namespace RedisInfra.Components.Cluster;

/// <summary>How the members' pods run.</summary>
public sealed class RedisPodArgs : ResourceArgs
{
    private InputMap<string>? _nodeSelector;

    /// <summary>Further labels.</summary>
    /// <value>Key to text; none unless set.</value>
    public InputMap<string> Labels { get; set; } = new();

    /// <summary>Further annotations.</summary>
    /// <value>Key to text; none unless set.</value>
    public InputMap<string> Annotations { get; set; } = new();

    /// <summary>Labels that a node must have.</summary>
    /// <value>Key to text; none unless set.</value>
    public InputMap<string> NodeSelector
    {
        get => _nodeSelector ??= new InputMap<string>();
        set => _nodeSelector = value;
    }

    /// <summary>Null when nobody asked for any: the object then doesn't own the field.</summary>
    internal InputMap<string>? DeclaredNodeSelector => _nodeSelector;

    /// <summary>Taints that don't keep the pods away.</summary>
    /// <value>None unless set.</value>
    public IReadOnlyList<RedisToleration> Tolerations { get; set; } = [];

    /// <summary>The priority class.</summary>
    /// <value>A name; the cluster's default unless set.</value>
    public Input<string>? PriorityClass { get; set; }

    /// <summary>The user that Redis runs as.</summary>
    /// <value>A numeric id, never 0; 999 unless set, as in the official images.</value>
    public Input<int> UserId { get; set; } = RedisClusterDefaults.UserId;

    /// <summary>The group that Redis runs as and that owns its volume.</summary>
    /// <value>A numeric id; 999 unless set.</value>
    public Input<int> GroupId { get; set; } = RedisClusterDefaults.UserId;
}
