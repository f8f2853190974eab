using System.Collections.Immutable;
using Pulumi;
using Pulumi.Experimental;
using Pulumi.Experimental.Provider;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Provider.Reach;
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

    /// <summary>The component in messages: <c>RedisCluster "cache"</c>.</summary>
    public static string SubjectOf(ImmutableDictionary<string, PropertyValue> inputs) =>
        inputs.Find("subject") is { } value && value.TryGetString(out string? text) ? text : "";

    /// <summary>
    /// The findings about <paramref name="inputs"/>, as far as <paramref name="old"/> didn't say the same. What stands
    /// already, made by a version that had no preflight, isn't refused but warned of.
    /// </summary>
    public async Task<IReadOnlyList<CheckFailure>> RunAsync(
        Urn urn, ImmutableDictionary<string, PropertyValue> old, ImmutableDictionary<string, PropertyValue> inputs,
        CancellationToken cancellationToken)
    {
        if (inputs.Find("kubernetes") is not { } access) return [];
        string subject = SubjectOf(inputs);
        var needs = Read(inputs);
        var changed = await ChangedAsync(urn, subject, old, needs, cancellationToken);
        var settings = TopologyInputs.ReadKubernetes(new InputReader(inputs, "", []));
        bool isKnown = !old.IsEmpty && PropertyValues.SameNamespace(old, inputs);
        if (isKnown) needs = needs.Since(Read(old));
        // In a pod the members are reached directly.
        if (environment.IsInPod)
            needs = needs with { Rules = [.. needs.Rules.Where(rule => !rule.Resources.Contains(Tunnels))] };
        var facts = new PreflightFacts();
        if (PropertyValues.HasUnknown(access) || settings is null or { Namespace: "" })
            await SkippedAsync(urn, subject, "the cluster", "its kubeconfig, context or namespace isn't known yet");
        else if (!isKnown || needs.AsksCluster)
            facts = await AskAsync(urn, subject, settings, needs, cancellationToken);
        var found = PreflightRules.Evaluate(subject, settings?.Namespace ?? "", needs, facts);
        if (!isKnown && facts.Stands is true)
        {
            foreach (var finding in found)
                await log.WarnAsync(urn, (finding with { Severity = Severity.Warning }).ToString());
            found = [];
        }
        // About no property of its own: the engine prints values of nested ones as nil, and users know the
        // arguments of their component, which the finding names.
        return [.. changed.Concat(found).Select(finding => new CheckFailure("", finding.ToString()))];
    }

    /// <summary>
    /// What would leave data behind. Of a component that an earlier run didn't get made there is none, so what it
    /// failed of may be corrected.
    /// </summary>
    private async Task<IReadOnlyList<Diagnostic>> ChangedAsync(
        Urn urn, string subject, ImmutableDictionary<string, PropertyValue> old, PreflightInputs needs,
        CancellationToken cancellationToken)
    {
        var stood = Read(old);
        var changed = PreflightRules.Changed(subject, stood, needs).ToList();
        if (changed.Count == 0 || TopologyInputs.ReadKubernetes(new InputReader(old, "", [])) is not { } settings)
            return changed;
        var facts = await AskAsync(
            urn, subject, settings, new PreflightInputs { Service = stood.Service }, cancellationToken);
        return facts.Stands is false ? [] : changed;
    }

    private async Task<PreflightFacts> AskAsync(
        Urn urn, string subject, KubernetesSettings settings, PreflightInputs needs, CancellationToken ct) =>
        await environment.AskAsync(
            TopologySession.PreviewTimeout,
            async token =>
            {
                var facts = await environment.ReadFacts(settings, needs, token);
                var gaps = facts.Gaps.ToList();
                if (gaps.Count > 0)
                {
                    await SkippedAsync(urn, subject, string.Join(", ", gaps.Select(gap => gap.What)),
                        string.Join("; ", gaps.Select(gap => gap.Why).Distinct()));
                }
                return facts;
            },
            why => SkippedAsync(urn, subject, "the cluster", why), ct) ?? new PreflightFacts();

    private Task SkippedAsync(Urn urn, string subject, string what, string why) => log.InfoAsync(urn, new Diagnostic(
        NotChecked, subject, $"{what} should be checked before anything is made",
        $"could not be checked: {why.TrimEnd('.')}", "Nothing has to be done; what doesn't fit shows when it is made",
        Severity.Info).ToString());

    private static PreflightInputs Read(ImmutableDictionary<string, PropertyValue> bag) =>
        PreflightInputs.Read(new InputReader(bag, "", []));
}
