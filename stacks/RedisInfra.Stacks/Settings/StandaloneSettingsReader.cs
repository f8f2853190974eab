using RedisInfra.Components.Standalone;
using RedisInfra.Components.Storage;
using RedisInfra.Stacks.Reading;

namespace RedisInfra.Stacks.Settings;

/// <summary>Reads an entry of <c>redis-infra:redis</c> that is one server.</summary>
internal static class StandaloneSettingsReader
{
    /// <summary>What could be read; what couldn't is null, and the findings then say why.</summary>
    public static StandaloneSettings Read(string name, ObjectReader reader)
    {
        var settings = new StandaloneSettings
        {
            Name = name,
            Workload = reader.Choice("workload", [
                ("statefulSet", RedisStandaloneWorkload.StatefulSet),
                ("deployment", RedisStandaloneWorkload.Deployment)]),
            Servers = ServerReader.Read(reader),
        };
        if (settings.Workload == RedisStandaloneWorkload.Deployment
            && settings.Servers.Storage is StorageSettings.Nfs { Exports: NfsExports.PerMember })
            reader.Refuse(
                "RI1137", "storage", "nfs.exports is perMember and workload is deployment",
                "a Deployment's pods have no lasting name that an export could have",
                "Set workload to statefulSet, or exports to shared");
        settings = (StandaloneSettings)DeploymentReader.Read(settings, reader, isAlone: true);
        reader.Finish();
        return settings;
    }
}
