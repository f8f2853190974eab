using System.Globalization;
using RedisInfra.Components.Common;
using RedisInfra.Components.Twemproxy;
using RedisInfra.Stacks.Reading;

namespace RedisInfra.Stacks.Settings;

/// <summary>Reads an entry of <c>redis-infra:redis</c> that is twemproxy.</summary>
internal static class TwemproxySettingsReader
{
    /// <param name="name">The deployment's.</param>
    /// <param name="reader">Its keys.</param>
    /// <param name="siteImage">The site's image of twemproxy; null: the entry must name one.</param>
    public static TwemproxySettings Read(string name, ObjectReader reader, string? siteImage)
    {
        var settings = new TwemproxySettings { Name = name, Proxy = Proxy(reader, siteImage) };
        var pools = reader.Group("pools");
        if (!reader.Has("pools") || pools?.Keys.Any() == false)
            reader.Missing("pools", "proxies without a pool have nothing to do", "Add one below it, by its name");
        if (pools is not null)
            settings = settings with { Pools = [.. pools.Keys.Order(StringComparer.Ordinal).SelectMany(
                pool => Pool(pools, name, pool))] };
        settings = (TwemproxySettings)DeploymentReader.Read(settings, reader);
        CheckPorts(settings, reader);
        reader.Finish();
        return settings;
    }

    private static ProxySettings Proxy(ObjectReader reader, string? siteImage)
    {
        var group = reader.Group("proxy");
        var image = group?.Text("image");
        if (image is not null) StackSettingsReader.CheckImage(group!, "image", image);
        if (siteImage is null && group?.Has("image") != true)
            (group ?? reader).Missing(
                group is null ? "proxy.image" : "image", "nobody publishes an image of twemproxy that fits",
                "Make one of infra/images/twemproxy/Dockerfile and name it here, or in redis-infra:images");
        if (group is null) return new ProxySettings();
        var settings = new ProxySettings
        {
            Image = image,
            Replicas = group.Integer(
                "replicas", TwemproxyDefaults.MinProxies, TwemproxyDefaults.MaxProxies,
                "one proxy alone is a single point of failure for all shards"),
            Resources = ServerReader.Resources(group, TwemproxyDefaults.MinProxyMebibytes),
            MbufBytes = group.Integer(
                "mbufBytes", TwemproxyDefaults.MinMbufBytes, TwemproxyDefaults.MaxMbufBytes,
                "nutcracker doesn't start with such buffers"),
            StatsPort = Port(group, "statsPort"),
        };
        group.Finish();
        return settings;
    }

    private static IEnumerable<RingSettings> Pool(ObjectReader pools, string deployment, string name)
    {
        var longest = Naming.MaxStatefulSetLength - deployment.Length - 1;
        if (!RingValidation.IsPoolName(name) || name.Length > longest)
            pools.Refuse(
                "RI1109", name, $"the name is \"{name}\"",
                $"it names pods and a port: up to {Math.Min(TwemproxyDefaults.MaxPoolNameLength, Math.Max(1, longest))}"
                + " lower-case letters and digits, a letter first, neither proxy nor stats", "Choose such a name");
        if (pools.Group(name) is { } group) yield return Pool(name, group);
    }

    private static RingSettings Pool(string name, ObjectReader reader)
    {
        var waits = reader.Says("timeout", "none");
        var settings = new RingSettings(name)
        {
            Port = Port(reader, "port"),
            Shards = reader.Integer(
                "shards", 1, TwemproxyDefaults.MaxShards, "a ring has 1 shard or more, and a proxy connects to each"),
            Replicas = reader.Integer(
                "replicas", 0, TwemproxyDefaults.MaxReplicas, "each shard has so many copies of its data"),
            Hash = reader.Choice("hash", NutcrackerWords.Hashes),
            Distribution = reader.Choice("distribution", NutcrackerWords.Distributions),
            HashTag = HashTag(reader),
            OnRingChange = reader.Choice(
                "onRingChange", [.. Enum.GetValues<TwemproxyRingChange>().Select(
                    change => (change.ToString().ToLowerInvariant(), change))]),
            WaitsForEver = waits,
            Timeout = waits ? null : reader.Duration(
                "timeout", TwemproxyDefaults.MinTimeout, TwemproxyDefaults.MaxTimeout,
                "0 waits for nothing, and clients don't wait longer than a minute"),
            Ejection = Ejection(reader),
            Preconnect = reader.Flag("preconnect"),
            ClientCommands = [.. reader.List("clientCommands")],
            Servers = ServerReader.Read(reader),
        };
        settings = settings with { Weights = Weights(reader, settings.Shards) };
        reader.Finish();
        return settings;
    }

    private static System.Collections.Immutable.ImmutableDictionary<int, int> Weights(ObjectReader reader, int? shards)
    {
        var weights = System.Collections.Immutable.ImmutableDictionary<int, int>.Empty;
        if (reader.Group("weights") is not { } group) return weights;
        foreach (var key in group.Keys.ToList())
        {
            var weight = group.Integer(key, 1, TwemproxyDefaults.MaxWeight, "nutcracker refuses a weight of 0");
            if (!int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var shard)
                || shard >= (shards ?? TwemproxyRingArgs.DefaultShards))
                group.Refuse(
                    "RI1105", key, "it is no shard's number",
                    $"the shards are 0 to {(shards ?? TwemproxyRingArgs.DefaultShards) - 1}", "Name one of them");
            else if (weight is { } value) weights = weights.SetItem(shard, value);
        }

        return weights;
    }

    private static string? HashTag(ObjectReader reader)
    {
        if (reader.Text("hashTag") is not { } tag) return null;
        if (tag.Length > 0 && !RingValidation.IsHashTag(tag))
            reader.Refuse(
                "RI1105", "hashTag", $"it is \"{tag}\"", "nutcracker takes the two characters around a key's part",
                "Write two such as \"{}\", or \"\" for none");
        return tag;
    }

    private static TwemproxyEjection? Ejection(ObjectReader reader)
    {
        if (reader.Group("ejection") is not { } group) return null;
        var ejection = new TwemproxyEjection();
        ejection = ejection with
        {
            FailureLimit = group.Integer("failureLimit", 1, 1000, "a shard goes after so many failures in a row")
                ?? ejection.FailureLimit,
            RetryTimeout = group.Duration(
                "retryTimeout", TwemproxyDefaults.MinRetryTimeout, TwemproxyDefaults.MaxRetryTimeout,
                "a shard stays out so long") ?? ejection.RetryTimeout,
        };
        group.Finish();
        return ejection;
    }

    private static int? Port(ObjectReader reader, string key) => reader.Integer(
        key, TwemproxyDefaults.MinPort, TwemproxyDefaults.MaxPort, "a proxy isn't root, and lower ports are for root");

    private static void CheckPorts(TwemproxySettings settings, ObjectReader reader)
    {
        var ports = settings.Pools
            .Select(pool => (Key: $"pools.{pool.Name}.port", Port: pool.Port ?? TwemproxyDefaults.Port))
            .Prepend((Key: "proxy.statsPort", Port: settings.Proxy.StatsPort ?? TwemproxyDefaults.StatsPort));
        // The exporter's port is nobody's choice, so it comes first.
        if (settings.Monitoring is not null)
            ports = ports.Prepend((Key: "monitoring", Port: TwemproxyDefaults.MetricsPort));
        foreach (var same in ports.GroupBy(entry => entry.Port).Where(group => group.Count() > 1))
            foreach (var second in same.Skip(1))
                reader.Refuse(
                    "RI1108", second.Key, $"it is {same.Key}",
                    $"\"{same.First().Key}\" is the same, and a proxy listens once on a port", "Give each its own");
        if (settings.Service.NodePort is not null && settings.Pools.Length > 1)
            reader.Refuse(
                "RI1108", "service.nodePort", $"it is {settings.Service.NodePort}",
                $"there are {settings.Pools.Length} pools, and a node port leads to one",
                "Leave it out: each gets one");
    }
}
