using System.Text.Json;
using Pulumi;
using RedisInfra.Components.Cluster;
using RedisInfra.Components.Sentinel;
using RedisInfra.Components.Standalone;
using RedisInfra.Components.Twemproxy;
using RedisInfra.Components.Zookeeper;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Stacks.Settings;

namespace RedisInfra.Stacks;

/// <summary>The program: the stack file's deployments, declared. The only place that reads the configuration.</summary>
internal static class RedisProgram
{
    /// <summary>Declares everything; returns the stack's outputs.</summary>
    /// <exception cref="RunException">The stack file is refused; its message says all that is wrong.</exception>
    public static IDictionary<string, object?> Declare()
    {
        try
        {
            var settings = StackSettingsReader.Read(Deployment.Instance.StackName, ReadConfig());
            var clusters = settings.Redis.ToDictionary(
                deployment => deployment.Name,
                deployment => new RedisCluster(deployment.Name, Deployments.ArgsOf(deployment, settings)));
            var endpoints = clusters.ToDictionary(pair => pair.Key, pair => pair.Value.Endpoint);
            var connections = clusters.ToDictionary(pair => pair.Key, pair => pair.Value.ConnectionString);
            foreach (var deployment in settings.Proxies)
            {
                var proxies = new TwemproxyPool(
                    deployment.Name, TwemproxyDeployments.ArgsOf(deployment, settings));
                foreach (var pool in deployment.Pools)
                {
                    var key = $"{deployment.Name}/{pool.Name}";
                    endpoints[key] = proxies.Endpoints.Apply(all => all[pool.Name]);
                    connections[key] = proxies.ConnectionStrings.Apply(all => all[pool.Name]);
                }
            }

            foreach (var deployment in settings.Servers)
            {
                var server = new RedisStandalone(
                    deployment.Name, StandaloneDeployments.ArgsOf(deployment, settings));
                endpoints[deployment.Name] = server.Endpoint;
                connections[deployment.Name] = server.ConnectionString;
            }

            foreach (var deployment in settings.Sentinels)
            {
                var set = new RedisSentinel(
                    deployment.Name, SentinelDeployments.ArgsOf(deployment, settings));
                endpoints[deployment.Name] = set.Endpoint;
                endpoints[$"{deployment.Name}/read"] = set.ReadEndpoint;
                endpoints[$"{deployment.Name}/sentinel"] = set.SentinelEndpoint;
                connections[deployment.Name] = set.ConnectionString;
                connections[$"{deployment.Name}/sentinel"] = set.SentinelConnectionString;
            }
            foreach (var deployment in settings.Ensembles)
            {
                var ensemble = new ZookeeperEnsemble(
                    deployment.Name, ZookeeperDeployments.ArgsOf(deployment, settings));
                endpoints[deployment.Name] = ensemble.Endpoint;
                connections[deployment.Name] = ensemble.ConnectionString;
            }

            return new Dictionary<string, object?>
            {
                ["endpoints"] = endpoints, ["connectionStrings"] = connections,
            };
        }
        catch (DiagnosticException refused)
        {
            // Pulumi prints a RunException's message alone, and any other exception with its stack trace.
            throw new RunException(refused.Message, refused);
        }
    }

    private static RawConfig ReadConfig()
    {
        var config = new Config("redis-infra");
        var kubernetes = new Config("kubernetes");
        return new RawConfig(
            Json(config, "redis"),
            Json(config, "images"),
            new KubernetesSettings(
                kubernetes.Get("context"), kubernetes.Get("kubeconfig"),
                kubernetes.Get("namespace")));
    }

    /// <summary>
    /// The value as JSON; text that is no JSON stays text, and the reader then says what it should have been. An
    /// object with
    /// a secret in it arrives whole and in clear: the password alone is marked as a secret again.
    /// </summary>
    private static JsonElement? Json(Config config, string key)
    {
        if (config.Get(key) is not { } text) return null;
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(text);
        }
        catch (JsonException)
        {
            return JsonSerializer.SerializeToElement(text);
        }
    }
}
