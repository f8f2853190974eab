using RedisInfra.Components.Sentinel;
using RedisInfra.Stacks.Reading;

namespace RedisInfra.Stacks.Settings;

/// <summary>Reads an entry of <c>redis-infra:redis</c> that is a master, replicas and Sentinels.</summary>
internal static class SentinelSettingsReader
{
    /// <summary>What could be read; what couldn't is null, and the findings then say why.</summary>
    public static SentinelSettings Read(string name, ObjectReader reader)
    {
        var withoutProxy = reader.Says("proxy", "none");
        var settings = new SentinelSettings
        {
            Name = name,
            Members = reader.Integer(
                "members", SentinelDefaults.MinMembers, SentinelDefaults.MaxMembers,
                "a failover needs a replica, and each is a copy of all the data"),
            Sentinels = reader.Integer(
                "sentinels", SentinelDefaults.MinSentinels, SentinelDefaults.MaxSentinels,
                "a majority of them must be left when one is lost"),
            Quorum = reader.Integer(
                "quorum", SentinelDefaults.MinQuorum, SentinelDefaults.MaxSentinels - 1,
                "one Sentinel alone may only be cut off itself"),
            DownAfter = reader.Duration(
                "downAfter", SentinelDefaults.MinDownAfter, SentinelDefaults.MaxDownAfter,
                "shorter, each slow command is a failover; longer, nobody writes meanwhile"),
            FailoverTimeout = reader.Duration(
                "failoverTimeout", SentinelDefaults.MinFailoverTimeout, SentinelDefaults.MaxFailoverTimeout,
                "replicas need some time to follow"),
            MinReplicasToWrite = reader.Integer(
                "minReplicasToWrite", 0, SentinelDefaults.MaxMembers - 1, "there are no more replicas"),
            SentinelPassword = DeploymentReader.Password(reader, "sentinelPassword"),
            Users = UserReader.Read(reader, "users"),
            SentinelUsers = UserReader.Read(reader, "sentinelUsers"),
            SentinelResources = ServerReader.Resources(
                reader, SentinelDefaults.MinSentinelMebibytes, "sentinelResources"),
            Servers = ServerReader.Read(reader),
            Proxy = withoutProxy ? null : Proxy(reader),
            ReadService = DeploymentReader.Service(reader, "readService"),
            SentinelService = DeploymentReader.Service(reader, "sentinelService"),
        };
        settings = (SentinelSettings)DeploymentReader.Read(settings, reader);
        Check(settings, reader);
        reader.Finish();
        return settings;
    }

    private static ProxySettings Proxy(ObjectReader reader)
    {
        if (reader.Group("proxy") is not { } group) return new ProxySettings();
        var image = group.Text("image");
        if (image is not null) StackSettingsReader.CheckImage(group, "image", image);
        var settings = new ProxySettings
        {
            Image = image,
            Replicas = group.Integer(
                "replicas", SentinelDefaults.MinProxies, SentinelDefaults.MaxProxies,
                "one proxy alone is a single point of failure"),
            Resources = ServerReader.Resources(group, SentinelDefaults.MinProxyMebibytes),
        };
        group.Finish();
        return settings;
    }

    private static void Check(SentinelSettings settings, ObjectReader reader)
    {
        var sentinels = settings.Sentinels ?? SentinelDefaults.Sentinels;
        var members = settings.Members ?? SentinelDefaults.Members;
        if (sentinels % 2 == 0)
            reader.Refuse(
                "RI1120", "sentinels", $"it is {sentinels}", "an even number can lose no more than one less",
                $"Set it to {sentinels + 1}");
        if (settings.Quorum >= sentinels)
            reader.Refuse(
                "RI1121", "quorum", $"it is {settings.Quorum} of {sentinels} Sentinels",
                "so many never agree when one goes together with the master",
                $"Set it to {sentinels - 1} or less, or leave it out for a majority");
        if (settings.MinReplicasToWrite > members - 1)
            reader.Refuse(
                "RI1122", "minReplicasToWrite",
                $"it is {settings.MinReplicasToWrite}, of {members - 1} replicas",
                "the master would never take a write", $"Set it to {members - 1} or less");
        if (settings.Proxy is null)
            foreach (var key in new[] { "service", "readService" }.Where(reader.Has))
                reader.Refuse(
                    "RI1108", key, "proxy is none", "this Service leads to the proxies",
                    "Leave it out, or have proxies");
    }
}
