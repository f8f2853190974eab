using RedisInfra.Components.Cluster;
using RedisInfra.Components.Common;
using RedisInfra.Stacks.Reading;

namespace RedisInfra.Stacks.Settings;

/// <summary>Reads the keys that every entry of <c>redis-infra:redis</c> has.</summary>
internal static class DeploymentReader
{
    /// <summary>What could be read; what couldn't is null, and the findings then say why.</summary>
    /// <param name="settings">The other keys.</param>
    /// <param name="reader">The entry.</param>
    /// <param name="isAlone">One pod: nothing to spread, and nobody looks for it by a name of a domain.</param>
    public static DeploymentSettings Read(DeploymentSettings settings, ObjectReader reader, bool isAlone = false)
    {
        settings = settings with
        {
            Image = Image(reader),
            Version = Version(reader),
            Namespace = Label(reader, "namespace"),
            Password = Password(reader, "password"),
        };
        if (!isAlone)
            settings = settings with
            {
                Spread = reader.Choice(
                    "spread", [("preferred", RedisSpread.Preferred), ("required", RedisSpread.Required)]),
                TopologyKey = reader.Text("topologyKey"),
                ClusterDomain = reader.Text("clusterDomain"),
            };
        return settings with
        {
            Service = Service(reader), Pod = Pod(reader), Monitoring = MonitoringReader.Read(reader),
        };
    }

    /// <summary>A Service's keys below <paramref name="key"/>.</summary>
    public static ServiceSettings Service(ObjectReader reader, string key = "service")
    {
        if (reader.Group(key) is not { } group) return new ServiceSettings();
        var settings = new ServiceSettings
        {
            Type = group.Choice("type", [
                ("ClusterIP", RedisServiceType.ClusterIP), ("NodePort", RedisServiceType.NodePort),
                ("LoadBalancer", RedisServiceType.LoadBalancer)]),
            Annotations = group.Texts("annotations"),
            InternalLoadBalancer = group.Choice("internalLoadBalancer", [
                ("awsController", RedisInternalLoadBalancer.AwsController),
                ("awsCloudProvider", RedisInternalLoadBalancer.AwsCloudProvider),
                ("azure", RedisInternalLoadBalancer.Azure), ("gcp", RedisInternalLoadBalancer.Gcp),
                ("alibaba", RedisInternalLoadBalancer.Alibaba)]),
            NodePort = group.Integer("nodePort", 30000, 32767, "node ports are 30000 to 32767"),
            ClientAffinity = group.Duration(
                "clientAffinity", RedisClusterDefaults.OneSecond, RedisClusterDefaults.MaxAffinity,
                "Kubernetes takes whole seconds up to a day"),
        };
        CheckType(group, settings);
        WholeSeconds(group, "clientAffinity", settings.ClientAffinity);
        group.Finish();
        return settings;
    }

    private static void CheckType(ObjectReader group, ServiceSettings settings)
    {
        if (settings is { NodePort: not null, Type: null or RedisServiceType.ClusterIP })
            group.Refuse(
                "RI1108", "nodePort", $"it is {settings.NodePort}", "a Service of type ClusterIP has no node port",
                "Set type to NodePort, or remove it");
        if (settings.InternalLoadBalancer is not null && settings.Type != RedisServiceType.LoadBalancer)
            group.Refuse(
                "RI1108", "internalLoadBalancer", $"type is {settings.Type ?? RedisServiceType.ClusterIP}",
                "such a Service has no load balancer", "Set type to LoadBalancer, or remove it");
    }

    /// <summary>Kubernetes and redis.conf count seconds.</summary>
    internal static void WholeSeconds(ObjectReader reader, string key, TimeSpan? time)
    {
        if (time is { } value && value.Ticks % TimeSpan.TicksPerSecond != 0)
            reader.Refuse(
                "RI1105", key, FormattableString.Invariant($"it is {value.TotalSeconds}s"), "it is counted in seconds",
                "Leave out the parts of a second");
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

    /// <summary>A password's rules. Nothing of it is ever shown.</summary>
    public static string? Password(ObjectReader reader, string key)
    {
        if (reader.Password(key) is not { } password) return null;
        if (password.Length < RedisClusterDefaults.MinPasswordLength)
            reader.Refuse(
                "RI1110", key, $"it has {password.Length} characters",
                $"Redis answers a million guesses a second, so it takes {RedisClusterDefaults.MinPasswordLength}",
                "Use a longer one, or none: then 32 random characters are made");
        else if (password.Any(c => c is <= ' ' or > '~' or ','))
            reader.Refuse(
                "RI1110", key, "it holds a space, a comma or a character outside printable ASCII",
                "connection strings and redis.conf can't carry it", "Use other characters");
        return password;
    }

    internal static string? Label(ObjectReader reader, string key)
    {
        if (reader.Text(key) is not { } text) return null;
        if (!Naming.IsLabel(text))
            reader.Refuse(
                "RI1109", key, $"it is \"{text}\"",
                "names in Kubernetes are lower-case letters, digits and inner hyphens", "Choose such a name");
        return text;
    }
}
