using System.Collections.Immutable;
using Pulumi;
using Pulumi.Experimental;
using Pulumi.Experimental.Provider;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Provider.Topology;
using RedisInfra.Provider.Values;

namespace RedisInfra.Provider.Preflight;

/// <summary>
/// Looks before anything is made whether the cluster has what the declared objects need. A cluster that can't be
/// asked refuses nothing: a preview never fails without one.
/// </summary>
internal sealed class PreflightCheck(ProviderEnvironment environment, EngineLog log)
{
    private const string NotChecked = "RI4606";
    private const string Tunnels = "pods/portforward";

    /// <summary>
    /// The findings about <paramref name="inputs"/>, as far as <paramref name="old"/> didn't say the same.
    /// </summary>
    public async Task<IReadOnlyList<CheckFailure>> RunAsync(
        Urn urn, ImmutableDictionary<string, PropertyValue> old, ImmutableDictionary<string, PropertyValue> inputs,
        CancellationToken cancellationToken)
    {
        if (Read(inputs) is not { } needs || inputs.Find("kubernetes") is not { } access) return [];
        string name = inputs.Find("clusterName") is { } value && value.TryGetString(out string? text) ? text : "";
        var settings = TopologyInputs.ReadKubernetes(new InputReader(inputs, "", []));
        bool stands = !ClusterTopologyResource.IsAnother(old, inputs);
        if (stands) needs = needs.Since(Read(old));
        // In a pod the members are reached directly.
        if (environment.IsInPod)
            needs = needs with { Rules = [.. needs.Rules.Where(rule => !rule.Resources.Contains(Tunnels))] };
        if (PropertyValues.HasUnknown(access) || settings is null or { Namespace: "" })
        {
            await SkippedAsync(urn, name, "the cluster", "its kubeconfig, context or namespace isn't known yet");
            return Failures(name, "", needs, new PreflightFacts());
        }
        if (stands && !AsksCluster(needs)) return Failures(name, settings.Namespace, needs, new PreflightFacts());
        var facts = await AskAsync(urn, name, settings, needs, cancellationToken);
        return Failures(name, settings.Namespace, needs, facts);
    }

    private async Task<PreflightFacts> AskAsync(
        Urn urn, string name, Reach.KubernetesSettings settings, PreflightInputs needs, CancellationToken ct)
    {
        using var deadline = new CancellationTokenSource(TopologySession.PreviewTimeout, environment.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, deadline.Token);
        try
        {
            var facts = await environment.ReadFacts(settings, needs, either.Token);
            var gaps = facts.Gaps.ToList();
            if (gaps.Count > 0)
            {
                await SkippedAsync(urn, name, string.Join(", ", gaps.Select(gap => gap.What)),
                    string.Join("; ", gaps.Select(gap => gap.Why).Distinct()));
            }
            return facts;
        }
        catch (Exception exception) when (!ct.IsCancellationRequested && TopologySession.IsUnreachable(exception))
        {
            await SkippedAsync(urn, name, "the cluster", deadline.IsCancellationRequested
                ? $"it gave no answer within {TopologySession.PreviewTimeout.TotalSeconds} s" : exception.Message);
            return new PreflightFacts();
        }
    }

    private Task SkippedAsync(Urn urn, string name, string what, string why) => log.InfoAsync(urn, new Diagnostic(
        NotChecked, $"RedisCluster \"{name}\"", $"{what} should be checked before anything is made",
        $"could not be checked: {why.TrimEnd('.')}", "Nothing has to be done; what doesn't fit shows when it is made",
        Severity.Info).ToString());

    private static bool AsksCluster(PreflightInputs needs) =>
        needs.HasClaims || needs.ApartBy is not null || needs.NodePorts.Length > 0 || needs.Rules.Length > 0;

    private static PreflightInputs? Read(ImmutableDictionary<string, PropertyValue> bag) =>
        PreflightInputs.Read(new InputReader(bag, "", []));

    private static IReadOnlyList<CheckFailure> Failures(
        string name, string @namespace, PreflightInputs needs, PreflightFacts facts) =>
    [
        .. PreflightRules.Evaluate(name, @namespace, needs, facts)
            // About no property of its own: the engine prints values of nested ones as nil, and users know the
            // arguments of their component, which the finding names.
            .Select(finding => new CheckFailure("", finding.ToString())),
    ];
}
