using System.Collections.Immutable;
using Pulumi;
using Pulumi.Experimental;
using Pulumi.Experimental.Provider;
using RedisInfra.Kubernetes;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Provider.Values;

namespace RedisInfra.Provider.Monitoring;

/// <summary>
/// redisinfra:index:MonitoringObjects: objects of kinds that not every cluster serves. The check asks which are served
/// and puts the answer into the inputs: so a preview says what is left out, and kinds that come later are a difference.
/// </summary>
internal sealed class MonitoringObjectsResource(ProviderEnvironment environment, EngineLog log) : IProviderResource
{
    public const string Token = "redisinfra:index:MonitoringObjects";
    private static readonly TimeSpan s_askTimeout = TimeSpan.FromSeconds(15);

    public string Type => Token;

    public async Task<CheckResponse> CheckAsync(CheckRequest request, CancellationToken ct)
    {
        var failures = new List<CheckFailure>();
        var bag = request.NewInputs.Remove(MonitoringInputs.ServedName);
        if (MonitoringInputs.Read(bag, failures) is not { } inputs)
            return new CheckResponse { Inputs = bag, Failures = failures };
        if (await AskAsync(request.Urn, inputs, ct) is { } served)
        {
            if (Missing(inputs, served) is { } missing)
            {
                if (inputs.IsRequired) failures.Add(new CheckFailure("", missing.ToString()));
                else await log.WarnAsync(request.Urn, missing.ToString());
            }

            bag = bag.SetItem(MonitoringInputs.ServedName, ListOf(served));
        }
        else if (request.OldInputs.Find(MonitoringInputs.ServedName) is { } before)
            bag = bag.SetItem(MonitoringInputs.ServedName, before);
        return new CheckResponse { Inputs = bag, Failures = failures };
    }

    public async Task<CreateResponse> CreateAsync(CreateRequest request, CancellationToken ct)
    {
        if (request.Preview)
            return new CreateResponse { Id = "", Outputs = new Dictionary<string, PropertyValue>(request.Inputs) };
        var inputs = MonitoringInputs.Require(request.Inputs);
        var made = await MakeAsync(request.Urn, inputs, [], ct);
        return new CreateResponse { Id = inputs.Id, Outputs = Outputs(request.Inputs, made) };
    }

    public async Task<UpdateResponse> UpdateAsync(UpdateRequest request, CancellationToken ct)
    {
        if (request.Preview)
            return new UpdateResponse { Outputs = new Dictionary<string, PropertyValue>(request.NewInputs) };
        var inputs = MonitoringInputs.Require(request.NewInputs);
        // The outputs say what was served when they were made, the inputs only what the check found.
        var old = MonitoringInputs.Read(Own(request.OldOutputs), []);
        var made = await MakeAsync(request.Urn, inputs, [.. old?.Made ?? []], ct);
        return new UpdateResponse { Outputs = Outputs(request.NewInputs, made) };
    }

    /// <summary>What is gone is left out of the inputs, so that the next update makes it again.</summary>
    public async Task<ReadResponse> ReadAsync(ReadRequest request, CancellationToken ct)
    {
        var unchanged = new ReadResponse
        {
            Id = request.Id, Inputs = request.Inputs, Outputs = new Dictionary<string, PropertyValue>(request.Outputs),
        };
        if (MonitoringInputs.Read(Own(request.Outputs), []) is not { } inputs || !inputs.Made.Any()) return unchanged;
        var gone = new List<ObjectText>();
        await using (var objects = await environment.OpenObjects(inputs.Kubernetes, ct))
        {
            foreach (var value in inputs.Made)
                if (!await objects.IsServedAsync(value.ApiVersion, value.Kind, ct)
                    || await objects.GetAsync(value, ct) is null)
                    gone.Add(value);
        }

        if (gone.Count == 0) return unchanged;
        if (gone.Count == inputs.Objects.Length) return new ReadResponse { Id = "" };
        var left = ListOf(inputs.Objects.Except(gone).Select(value => value.Text));
        return new ReadResponse
        {
            Id = request.Id,
            Inputs = request.Inputs.SetItem("objects", left),
            Outputs = new Dictionary<string, PropertyValue>(request.Outputs) { ["objects"] = left },
        };
    }

    /// <summary>Objects of a kind that isn't served any more went with it.</summary>
    public async Task DeleteAsync(DeleteRequest request, CancellationToken ct)
    {
        if (MonitoringInputs.Read(Own(request.OldOutputs), []) is not { } inputs || !inputs.Made.Any()) return;
        await using var objects = await environment.OpenObjects(inputs.Kubernetes, ct);
        foreach (var value in inputs.Made.Reverse()) await RemoveAsync(objects, inputs, value, ct);
    }

    private Task<ImmutableArray<string>?> AskAsync(Urn urn, MonitoringInputs inputs, CancellationToken ct) =>
        environment.AskAsync<ImmutableArray<string>?>(
            s_askTimeout,
            async token =>
            {
                await using var objects = await environment.OpenObjects(inputs.Kubernetes, token);
                return await ServedAsync(objects, inputs, token);
            },
            why => log.InfoAsync(urn, new Diagnostic(
                "RI4612", inputs.Where, "whether the cluster knows the kinds of its objects should be asked",
                $"it could not be: {why}", "Nothing has to be done; it is asked again when they are made",
                Severity.Info).ToString()),
            ct);

    private static async Task<ImmutableArray<string>> ServedAsync(
        IKubernetesObjects objects, MonitoringInputs inputs, CancellationToken ct)
    {
        var served = ImmutableArray.CreateBuilder<string>();
        foreach (var kind in inputs.Kinds)
            if (await objects.IsServedAsync(kind.ApiVersion, kind.Kind, ct)) served.Add(kind.ServedAs);
        return served.ToImmutable();
    }

    private static Diagnostic? Missing(MonitoringInputs inputs, ImmutableArray<string> served)
    {
        var missing = inputs.Kinds.Select(kind => kind.ServedAs).Except(served).ToList();
        if (missing.Count == 0) return null;
        string what = $"the cluster has no {string.Join(" and no ", missing)}";
        return inputs.IsRequired
            ? new Diagnostic(
                "RI4611", inputs.Where, what, "monitoring.required asks for them",
                "Install the Prometheus operator with its CustomResourceDefinitions, or leave required out")
            : new Diagnostic(
                "RI4610", inputs.Where, what, "the rest is made without them",
                "Install the Prometheus operator and run up again, or leave it so", Severity.Warning);
    }

    private async Task<ImmutableArray<string>> MakeAsync(
        Urn urn, MonitoringInputs inputs, ImmutableArray<ObjectText> old, CancellationToken ct)
    {
        await using var objects = await environment.OpenObjects(inputs.Kubernetes, ct);
        var served = await ServedAsync(objects, inputs, ct);
        if (inputs.IsRequired && Missing(inputs, served) is { } missing) throw new DiagnosticException(missing);
        var made = inputs.Objects.Where(value => served.Contains(value.ServedAs)).ToList();
        foreach (var value in made)
        {
            if (!old.Any(value.IsSame)) await RefuseOtherAsync(urn, objects, inputs, value, ct);
            await ActAsync(inputs, value, "made", () => objects.ApplyAsync(value.Marked(urn.ToString()), ct));
        }

        foreach (var value in old.Where(value => !made.Any(value.IsSame)))
            await RemoveAsync(objects, inputs, value, ct);
        return served;
    }

    /// <summary>An object that something else made isn't taken over. Ours may stand: a run was killed.</summary>
    private static async Task RefuseOtherAsync(
        Urn urn, IKubernetesObjects objects, MonitoringInputs inputs, ObjectText value, CancellationToken ct)
    {
        if (await objects.GetAsync(value, ct) is not { } found) return;
        string? owner = ObjectText.OwnerOf(found);
        if (owner == urn.ToString()) return;
        throw new DiagnosticException(new Diagnostic(
            "RI4613", inputs.Where, $"{value.Words} stands already",
            owner is null ? "something else made it" : $"it is that of {owner}",
            "Delete it, or give the component another name or namespace"));
    }

    private static async Task RemoveAsync(
        IKubernetesObjects objects, MonitoringInputs inputs, ObjectText value, CancellationToken ct)
    {
        if (!await objects.IsServedAsync(value.ApiVersion, value.Kind, ct)) return;
        await ActAsync(inputs, value, "deleted", () => objects.DeleteAsync(value, ct));
    }

    private static async Task ActAsync(MonitoringInputs inputs, ObjectText value, string verb, Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (KubeException exception)
        {
            throw new DiagnosticException(
                new Diagnostic(
                    "RI4614", inputs.Where, $"{value.Words} could not be {verb}", exception.Message.TrimEnd('.'),
                    "Its namespace must exist, and you need the right to do it; then run up again"));
        }
    }

    private static Dictionary<string, PropertyValue> Outputs(
        ImmutableDictionary<string, PropertyValue> bag, ImmutableArray<string> served) =>
        new(bag) { [MonitoringInputs.ServedName] = ListOf(served) };

    private static ImmutableDictionary<string, PropertyValue> Own(ImmutableDictionary<string, PropertyValue> bag) =>
        bag.Where(entry => MonitoringInputs.Names.Contains(entry.Key)).ToImmutableDictionary();

    private static PropertyValue ListOf(IEnumerable<string> texts) =>
        PropertyValues.List(texts.Select(text => new PropertyValue(text)));
}
