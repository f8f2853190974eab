using System.Collections.Immutable;
using Pulumi.Experimental;
using Pulumi.Experimental.Provider;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Topology;
using RedisInfra.Provider.Reach;
using RedisInfra.Provider.Values;

namespace RedisInfra.Provider.Topology;

/// <summary>The inputs of a ClusterTopology, checked.</summary>
internal sealed record TopologyInputs(DesiredCluster Desired, ClusterAccess Access, KubernetesSettings? Kubernetes)
{
    public const int MinPasswordLength = 8;

    public string Id => Kubernetes is null ? Desired.Name : $"{Kubernetes.Namespace}/{Desired.Name}";

    /// <summary>
    /// Reads inputs. The result is null when something is wrong, which <paramref name="failures"/> then tells, or when
    /// something that is needed isn't known yet.
    /// </summary>
    public static TopologyInputs? Read(ImmutableDictionary<string, PropertyValue> bag, List<CheckFailure> failures) =>
        Read(bag, failures, "clusterName", "members", "password", "username", "tls", "nodeTimeoutMs", "kubernetes",
            "workloads");

    /// <summary>Inputs that a state has: until Preflight came, what it needs was among them.</summary>
    public static ImmutableDictionary<string, PropertyValue> OfState(ImmutableDictionary<string, PropertyValue> bag) =>
        bag.Remove("preflight");

    /// <summary>The same of a ClusterDrain, which has fewer.</summary>
    public static TopologyInputs? ReadDrain(
        ImmutableDictionary<string, PropertyValue> bag, List<CheckFailure> failures) =>
        Read(bag, failures, "clusterName", "members", "keepsShards", "password", "username", "tls", "kubernetes");

    private static TopologyInputs? Read(
        ImmutableDictionary<string, PropertyValue> bag, List<CheckFailure> failures, params string[] properties)
    {
        var reader = new InputReader(bag, "", failures);
        reader.Only(properties);
        string? name = reader.Text("clusterName", required: true);
        if (name is { Length: 0 }) reader.Fail("clusterName", "RI3103", "must not be empty");
        var members = MemberInputs.Read(reader, failures);
        var access = ReadAccess(reader);
        // Below a second, ordinary pauses are taken for failures; above ten minutes nothing ever fails over.
        int? timeout = reader.Number("nodeTimeoutMs", 1000, 600_000);
        var kubernetes = ReadKubernetes(reader);
        reader.Texts("workloads");
        reader.Flag("keepsShards");
        bool unknown = bag.Any(entry => entry.Key != "workloads" && PropertyValues.HasUnknown(entry.Value));
        if (failures.Count > 0 || unknown || name is null || members is null) return null;
        return new TopologyInputs(DesiredCluster.Of(name, members, timeout), access, kubernetes);
    }

    /// <summary>Inputs that were checked before.</summary>
    /// <exception cref="InvalidOperationException">They aren't complete.</exception>
    public static TopologyInputs Require(ImmutableDictionary<string, PropertyValue> bag) =>
        InputReader.Require(bag, Read);

    private static ClusterAccess ReadAccess(InputReader reader)
    {
        string? password = reader.Text("password");
        string? user = reader.Text("username");
        if (password is not null && password.Length < MinPasswordLength)
        {
            reader.Fail("password", "RI3106",
                $"has fewer than {MinPasswordLength} characters, and Redis answers thousands "
                + "of guesses a second. Use a longer one, or leave it out for a generated one");
        }
        if (user is not null && user.Length == 0) reader.Fail("username", "RI3103", "must not be empty");
        return new ClusterAccess { User = user, Password = password, Tls = ReadTls(reader.Map("tls")) };
    }

    /// <summary>The input <c>tls</c>; null for none.</summary>
    public static TlsSettings? ReadTls(InputReader? reader)
    {
        if (reader is null) return null;
        reader.Only("enabled", "caCertificate", "skipNameCheck");
        bool enabled = reader.Flag("enabled", required: true) ?? false;
        string? ca = reader.Text("caCertificate");
        bool skip = reader.Flag("skipNameCheck") ?? false;
        if (ca is not null && !ca.Contains("-----BEGIN CERTIFICATE-----", StringComparison.Ordinal))
            reader.Fail("caCertificate", "RI3111", "must be PEM: it begins with -----BEGIN CERTIFICATE-----");
        return enabled ? new TlsSettings { CaCertificate = ca, SkipNameCheck = skip } : null;
    }

    /// <summary>The input <c>kubernetes</c>; what isn't known in it is null or empty.</summary>
    public static KubernetesSettings? ReadKubernetes(InputReader outer)
    {
        var reader = outer.Map("kubernetes");
        if (reader is null) return null;
        reader.Only("namespace", "context", "kubeconfig", "claimSelector", "claimPolicy", "filesAt");
        string? @namespace = reader.Text("namespace", required: true);
        string? policy = reader.Text("claimPolicy");
        if (policy is not (null or "retain" or "delete"))
            reader.Fail("claimPolicy", "RI3109", $"is \"{policy}\"; it must be \"retain\" or \"delete\"");
        return new KubernetesSettings(@namespace ?? "", reader.Text("context"), reader.Text("kubeconfig"),
            reader.Text("claimSelector"), policy != "delete", reader.Text("filesAt"));
    }
}
