using RedisInfra.Components.Standalone;
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
        settings = (StandaloneSettings)DeploymentReader.Read(settings, reader, isAlone: true);
        reader.Finish();
        return settings;
    }
}
