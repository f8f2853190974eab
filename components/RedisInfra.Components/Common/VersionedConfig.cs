using Pulumi;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;

namespace RedisInfra.Components.Common;

/// <summary>A ConfigMap: a new content is a new one, so pods that weren't rolled yet keep theirs.</summary>
/// <param name="Map">The ConfigMap.</param>
/// <param name="Name">Its name, which ends with the digest.</param>
/// <param name="Digest">The digest of its content: a pod template that has it rolls with it.</param>
internal sealed record VersionedConfig(ConfigMap Map, Output<string> Name, Output<string> Digest)
{
    /// <param name="scope">The component's.</param>
    /// <param name="role">The child's.</param>
    /// <param name="owner">What its name begins with.</param>
    /// <param name="labels">Its labels.</param>
    /// <param name="file">The file's name.</param>
    /// <param name="text">The file.</param>
    /// <param name="scripts">What else is in it.</param>
    public static VersionedConfig Of(
        ComponentScope scope, string role, string owner, IEnumerable<KeyValuePair<string, string>> labels, string file,
        Output<string> text, IReadOnlyDictionary<string, string> scripts)
    {
        var digest = text.Apply(content => Naming.Digest(
            content + string.Concat(scripts.Select(script => $"\0{script.Key}\0{script.Value}")), 10));
        var name = digest.Apply(value => $"{owner}-config-{value}");
        var data = Inputs.Map(scripts);
        data.Add(file, text);
        var map = new ConfigMap(
            scope.ChildName(role), new ConfigMapArgs { Metadata = scope.Meta(name, labels), Data = data },
            scope.Child());
        return new VersionedConfig(map, name, digest);
    }

    /// <summary>What a pod shows, so that it rolls with the configuration and with the password.</summary>
    public InputMap<string> Annotations(RedisAuth auth)
    {
        var annotations = new InputMap<string> { ["redisinfra.io/config-digest"] = Digest };
        if (auth.Revision is not null) annotations.Add("redisinfra.io/auth-revision", auth.Revision);
        return annotations;
    }
}
