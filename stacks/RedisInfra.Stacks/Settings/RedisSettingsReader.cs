using RedisInfra.Components.Cluster;
using RedisInfra.Components.Common;
using RedisInfra.Stacks.Reading;

namespace RedisInfra.Stacks.Settings;

/// <summary>Reads one entry of <c>redis-infra:redis</c>.</summary>
internal static class RedisSettingsReader
{
    /// <summary>What could be read; what couldn't is null, and the findings then say why.</summary>
    public static RedisSettings Read(string name, ObjectReader reader)
    {
        reader.Word("topology", ["cluster"]);
        var settings = new RedisSettings
        {
            Name = name,
            Shards = reader.Integer(
                "shards", 3, 1000,
                "a Redis Cluster needs at least 3 masters to elect one, and works up to 1000 members"),
            ReplicasPerShard = reader.Integer("replicasPerShard", 0, 5, "a master has 0 to 5 replicas"),
            Image = Image(reader),
            Version = Version(reader),
            Namespace = Label(reader, "namespace"),
            Storage = StorageReader.Read(reader),
            Password = Password(reader),
            Workload = reader.Choice(
                "workload", [("perShard", RedisWorkload.PerShard), ("single", RedisWorkload.Single)]),
            Spread = reader.Choice(
                "spread", [("preferred", RedisSpread.Preferred), ("required", RedisSpread.Required)]),
            TopologyKey = reader.Text("topologyKey"),
            EndpointType = reader.Choice(
                "endpointType", [("ip", RedisEndpointType.Ip), ("hostname", RedisEndpointType.Hostname)]),
            Config = reader.Texts("config"),
            NodeTimeout = reader.Duration(
                "nodeTimeout", TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60),
                "shorter takes a busy node for dead and longer keeps its shard away"),
            ClusterDomain = reader.Text("clusterDomain"),
            MaxMemoryPercent = reader.Integer(
                "maxMemoryPercent", 10, 90, "buffers and copies need the rest of the memory limit"),
            MaxMemoryPolicy = reader.Word("maxMemoryPolicy", RedisClusterDefaults.MaxMemoryPolicies),
        };
        settings = Members(Persistence(Resources(Service(settings, reader), reader), reader), reader);
        settings = settings with { Pod = Pod(reader) };
        reader.Finish();
        return settings;
    }

    private static RedisSettings Members(RedisSettings settings, ObjectReader reader)
    {
        if (settings is { Shards: { } shards, ReplicasPerShard: { } replicas } && shards * (1 + replicas) > 1000)
            reader.Refuse(
                "RI1105", "shards", $"with its replicas it makes {shards * (1 + replicas)} members",
                "a Redis Cluster works up to 1000", "Use fewer and larger shards");
        return settings;
    }

    private static RedisSettings Persistence(RedisSettings settings, ObjectReader reader)
    {
        if (reader.Group("persistence") is not { } group) return settings;
        settings = settings with
        {
            AppendOnly = group.Choice(
                "appendOnly", [("off", AofSync.Off), ("everysec", AofSync.EverySecond), ("always", AofSync.Always)]),
            Snapshots = group.Flag("snapshots"),
        };
        group.Finish();
        return settings;
    }

    private static RedisSettings Resources(RedisSettings settings, ObjectReader reader)
    {
        if (reader.Group("resources") is not { } group) return settings;
        settings = settings with
        {
            Memory = group.Bytes("memory", Quantity.Mebibytes(64)),
            Cpu = group.Cores("cpu"),
            CpuLimit = group.Cores("cpuLimit"),
        };
        group.Finish();
        return settings;
    }

    private static RedisSettings Service(RedisSettings settings, ObjectReader reader)
    {
        if (reader.Group("service") is not { } group) return settings;
        settings = settings with
        {
            ServiceType = group.Choice("type", [
                ("ClusterIP", RedisServiceType.ClusterIP), ("NodePort", RedisServiceType.NodePort),
                ("LoadBalancer", RedisServiceType.LoadBalancer)]),
            ServiceAnnotations = group.Texts("annotations"),
            NodePort = group.Integer("nodePort", 30000, 32767, "node ports are 30000 to 32767"),
        };
        if (settings.NodePort is not null && settings.ServiceType is null or RedisServiceType.ClusterIP)
            group.Refuse(
                "RI1108", "nodePort", $"it is {settings.NodePort}", "a Service of type ClusterIP has no node port",
                "Set type to NodePort, or remove it");
        group.Finish();
        return settings;
    }

    private static PodSettings Pod(ObjectReader reader)
    {
        if (reader.Group("pod") is not { } group) return new PodSettings();
        var pod = new PodSettings
        {
            Labels = group.Texts("labels"),
            Annotations = group.Texts("annotations"),
            NodeSelector = group.Texts("nodeSelector"),
            Tolerations = [.. group.Groups("tolerations").Select(Toleration).OfType<RedisToleration>()],
            PullSecrets = [.. group.List("pullSecrets")],
            PullPolicy = group.Word("pullPolicy", ["IfNotPresent", "Always", "Never"]),
            PriorityClass = group.Text("priorityClass"),
            UserId = group.Integer("userId", 1, int.MaxValue, "the restricted Pod Security level forbids root"),
            GroupId = group.Integer("groupId", 0, int.MaxValue, "a group id is not negative"),
        };
        group.Finish();
        return pod;
    }

    private static RedisToleration? Toleration(ObjectReader reader)
    {
        var key = reader.Text("key");
        var value = reader.Text("value");
        var effect = reader.Text("effect");
        if (!reader.Has("key")) reader.Missing("key", "a toleration names the taint it puts up with", "Add it");
        reader.Finish();
        return key is null ? null : new RedisToleration(key, value, effect);
    }

    private static string? Image(ObjectReader reader)
    {
        if (reader.Text("image") is not { } image) return null;
        if (reader.Has("version"))
            reader.Refuse(
                "RI1108", "image", "there is \"version\" too", "an image has its version in its tag",
                "Keep one of them");
        StackSettingsReader.CheckImage(reader, "image", image);
        return image;
    }

    private static string? Version(ObjectReader reader)
    {
        if (reader.Text("version") is not { } text) return null;
        var parts = text.Split('-', 2)[0].Split('.');
        if (parts.Length != 3 || !parts.All(part => int.TryParse(part, out _)))
            reader.Refuse(
                "RI1113", "version", $"it is \"{text}\"", "an exact version has three numbers",
                "Write it like \"7.4.2\"");
        else if (int.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture) < 7)
            reader.Refuse(
                "RI1113", "version", $"it is \"{text}\"", "Redis announces its host name from 7.0 on only",
                "Use 7.0.0 or newer");
        return text;
    }

    private static string? Password(ObjectReader reader)
    {
        if (reader.Password("password") is not { } password) return null;
        if (password.Length < RedisClusterDefaults.MinPasswordLength)
            reader.Refuse(
                "RI1110", "password", $"it has {password.Length} characters",
                $"Redis answers a million guesses a second, so it takes {RedisClusterDefaults.MinPasswordLength}",
                "Use a longer one, or none: then 32 random characters are made");
        else if (password.Any(c => c is <= ' ' or > '~' or ','))
            reader.Refuse(
                "RI1110", "password", "it holds a space, a comma or a character outside printable ASCII",
                "connection strings and redis.conf can't carry it", "Use other characters");
        return password;
    }

    private static string? Label(ObjectReader reader, string key)
    {
        if (reader.Text(key) is not { } text) return null;
        if (!Naming.IsLabel(text))
            reader.Refuse(
                "RI1109", key, $"it is \"{text}\"",
                "names in Kubernetes are lower-case letters, digits and inner hyphens", "Choose such a name");
        return text;
    }
}
