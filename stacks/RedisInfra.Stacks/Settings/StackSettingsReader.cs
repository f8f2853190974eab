using System.Collections.Immutable;
using System.Text.Json;
using RedisInfra.Components.Cluster;
using RedisInfra.Components.Common;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Stacks.Reading;

namespace RedisInfra.Stacks.Settings;

/// <summary>What Pulumi's configuration holds for this program, unread.</summary>
/// <param name="Redis">redis-infra:redis; null when it isn't there.</param>
/// <param name="Images">redis-infra:images; null when it isn't there.</param>
/// <param name="Kubernetes">kubernetes:context, kubeconfig and namespace.</param>
internal sealed record RawConfig(JsonElement? Redis, JsonElement? Images, KubernetesSettings Kubernetes);

/// <summary>Reads a stack file, and refuses it with everything that is wrong at once.</summary>
internal static class StackSettingsReader
{
    private const string RedisKey = "redis-infra:redis";
    private const string ImagesKey = "redis-infra:images";

    /// <summary>"NAME-999" must fit a StatefulSet's name.</summary>
    private const int MaxNameLength = Naming.MaxStatefulSetLength - 4;

    /// <exception cref="DiagnosticException">Something is wrong; it holds every finding.</exception>
    public static StackSettings Read(string stack, RawConfig config)
    {
        var findings = new Findings($"Pulumi.{stack}.yaml");
        var images = ReadImages(findings, config.Images);
        var deployments = ReadRedis(findings, config.Redis, images);
        CheckKubernetes(findings, config.Kubernetes);
        if (findings.All.Count > 0) throw new DiagnosticException(findings.All);
        return new StackSettings(
            [.. deployments.OfType<RedisSettings>()], [.. deployments.OfType<TwemproxySettings>()],
            [.. deployments.OfType<StandaloneSettings>()], [.. deployments.OfType<SentinelSettings>()],
            [.. deployments.OfType<ZookeeperSettings>()], images,
            config.Kubernetes);
    }

    internal static void CheckImage(ObjectReader reader, string key, string image)
    {
        if (!RedisClusterValidation.IsPinned(image))
            reader.Refuse(
                "RI1113", key, $"it is \"{image}\"",
                "it has no tag or the tag \"latest\", so two nodes may run two versions",
                "Give an exact tag or a digest");
    }

    private static ImmutableArray<DeploymentSettings> ReadRedis(
        Findings findings, JsonElement? value, ImageSettings images)
    {
        if (value is not { } element)
        {
            findings.Add(
                "RI1111", RedisKey, "it is missing", "a stack without deployments would remove everything it made",
                "Declare one, or {} for none");
            return [];
        }

        if (ObjectReader.Open(findings, RedisKey, element) is not { } reader) return [];
        var settings = ImmutableArray.CreateBuilder<DeploymentSettings>();
        foreach (var name in reader.Keys.Order(StringComparer.Ordinal))
        {
            if (!Naming.IsServiceName(name) || name.Length > MaxNameLength)
                reader.Refuse(
                    "RI1109", name, $"the name is \"{name}\"",
                    $"a Service has up to {MaxNameLength} lower-case letters, digits and inner hyphens, a letter first",
                    "Choose such a name");
            if (reader.Group(name) is { } group) settings.Add(ReadDeployment(name, group, images));
        }

        CheckNodePorts(reader, settings);
        return settings.ToImmutable();
    }

    /// <summary>
    /// Each topology has its own keys. With a word that is none the nearest one's are read, so that only the word is
    /// found wrong.
    /// </summary>
    private static DeploymentSettings ReadDeployment(string name, ObjectReader reader, ImageSettings images)
    {
        string[] topologies = ["cluster", "twemproxy", "standalone", "sentinel", "zookeeper"];
        var word = reader.Word("topology", topologies) ?? reader.Nearest("topology", topologies);
        return word switch
        {
            "twemproxy" => TwemproxySettingsReader.Read(name, reader, images.Twemproxy),
            "standalone" => StandaloneSettingsReader.Read(name, reader),
            "sentinel" => SentinelSettingsReader.Read(name, reader),
            "zookeeper" => ZookeeperSettingsReader.Read(name, reader),
            _ => RedisSettingsReader.Read(name, reader),
        };
    }

    /// <summary>
    /// The API server would find out when the second Service is made, with half of everything standing.
    /// </summary>
    private static void CheckNodePorts(ObjectReader reader, IEnumerable<DeploymentSettings> deployments)
    {
        var ports = deployments.SelectMany(
            deployment => deployment.NodePorts, (deployment, entry) => (deployment.Name, entry.Key, entry.Port));
        foreach (var sharing in ports.GroupBy(entry => entry.Port))
            foreach (var second in sharing.Skip(1))
                reader.Refuse(
                    "RI1108", $"{second.Name}.{second.Key}", $"it is {sharing.Key}",
                    $"\"{sharing.First().Name}\" has the same, and a node port leads to one Service",
                    "Choose another, or leave it out for a free one");
    }

    private static ImageSettings ReadImages(Findings findings, JsonElement? value)
    {
        if (value is not { } element || ObjectReader.Open(findings, ImagesKey, element) is not { } reader)
            return new ImageSettings(null, null, null, null, null);
        var images = new ImageSettings(
            reader.Text("redis"), reader.Text("twemproxy"), reader.Text("haproxy"), reader.Text("redisExporter"),
            reader.Text("zookeeper"));
        if (images.Redis is { } redis) CheckImage(reader, "redis", redis);
        if (images.Twemproxy is { } twemproxy) CheckImage(reader, "twemproxy", twemproxy);
        if (images.HaProxy is { } haproxy) CheckImage(reader, "haproxy", haproxy);
        if (images.RedisExporter is { } exporter) CheckImage(reader, "redisExporter", exporter);
        if (images.Zookeeper is { } zookeeper) CheckImage(reader, "zookeeper", zookeeper);
        reader.Finish();
        return images;
    }

    private static void CheckKubernetes(Findings findings, KubernetesSettings kubernetes)
    {
        if (kubernetes.Kubeconfig is { } kubeconfig && kubeconfig.Contains('\n', StringComparison.Ordinal))
            findings.Add(
                "RI1112", "kubernetes:kubeconfig", "it is a kubeconfig's text",
                "the redisinfra provider takes a path, so that no key is copied into its state",
                "Save it as a file and set the path");
    }
}
