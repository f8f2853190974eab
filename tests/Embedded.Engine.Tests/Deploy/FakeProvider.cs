using System.Collections.Immutable;
using Pulumi.Experimental;
using Pulumi.Experimental.Provider;
using RedisInfra.Embedded.Engine.Providers;
using RedisInfra.Embedded.Engine.Steps;

namespace Embedded.Engine.Tests.Deploy;

using Bag = ImmutableDictionary<string, PropertyValue>;

/// <summary>
/// A provider over a <see cref="FakeCloud"/>. A resource has a name (made up by Check when it isn't given, and kept), a
/// `kind` whose change replaces it, and anything else, whose change updates it. It answers with all inputs, `echo`
/// = its value in capitals, and a secret token.
/// </summary>
internal class FakeProvider(FakeCloud cloud) : Provider
{
    /// <summary>
    /// Called before and after the effect of every Create, Update, Delete and Read: may throw or wait.
    /// </summary>
    public Func<string, bool, CancellationToken, Task> Hook { get; init; } = (_, _, _) => Task.CompletedTask;

    public bool SupportsPreview { get; init; } = true;
    public bool DeletesBeforeReplace { get; init; }
    public Func<CheckRequest, IEnumerable<CheckFailure>> Refuses { get; init; } = _ => [];

    /// <summary>Makes up names that can be foretold, or that nobody else has.</summary>
    public Func<string, int, string> NewName { get; init; } = (name, count) => $"{name}-{count}";

    public override Task<CheckResponse> CheckConfig(CheckRequest request, CancellationToken ct)
    {
        cloud.Note($"checkConfig {request.Name}");
        return Task.FromResult(new CheckResponse { Inputs = request.NewInputs });
    }

    public override Task<DiffResponse> DiffConfig(DiffRequest request, CancellationToken ct)
    {
        cloud.Note($"diffConfig {request.Name}");
        var moved = FakeCloud.Text(request.OldInputs, "cluster") != FakeCloud.Text(request.NewInputs, "cluster");
        return Task.FromResult(new DiffResponse { Changes = true, Replaces = moved ? ["cluster"] : [] });
    }

    public override Task<ConfigureResponse> Configure(ConfigureRequest request, CancellationToken ct)
    {
        cloud.Note("configure");
        return Task.FromResult(new ConfigureResponse { AcceptSecrets = true, SupportsPreview = SupportsPreview });
    }

    public override Task<CheckResponse> Check(CheckRequest request, CancellationToken ct)
    {
        cloud.Note($"check {request.Name}");
        var inputs = request.NewInputs;
        if (!inputs.ContainsKey("name"))
        {
            var name = request.OldInputs.TryGetValue("name", out var kept) ? kept
                : new PropertyValue(NewName(request.Name, cloud.NextNumber()));
            inputs = inputs.SetItem("name", name);
        }

        return Task.FromResult(new CheckResponse { Inputs = inputs, Failures = [.. Refuses(request)] });
    }

    public override Task<DiffResponse> Diff(DiffRequest request, CancellationToken ct)
    {
        cloud.Note($"diff {request.Name}");
        var changed = PropertyBags.ChangedPaths(request.OldInputs, request.NewInputs)
            .Select(p => (string)p[0]).Distinct().ToList();
        return Task.FromResult(new DiffResponse
        {
            Changes = changed.Count > 0,
            Diffs = changed,
            Replaces = [.. changed.Where(c => c is "name" or "kind")],
            DeleteBeforeReplace = DeletesBeforeReplace,
        });
    }

    public override async Task<CreateResponse> Create(CreateRequest request, CancellationToken ct)
    {
        var outputs = OutputsOf(request.Inputs);
        if (request.Preview) return new CreateResponse { Id = "", Outputs = outputs.Remove("token") };
        cloud.Note($"create {request.Name}");
        var id = FakeCloud.Text(request.Inputs, "name");
        await Hook($"create {request.Name}", false, ct);
        cloud.Apply(id, request.Inputs);
        await AfterAsync($"create {request.Name}", id, outputs, ct);
        return new CreateResponse { Id = id, Outputs = outputs };
    }

    public override async Task<UpdateResponse> Update(UpdateRequest request, CancellationToken ct)
    {
        if (request.Preview) return new UpdateResponse { Outputs = OutputsOf(request.NewInputs) };
        cloud.Note($"update {request.Name}");
        await Hook($"update {request.Name}", false, ct);
        cloud.Apply(request.Id, request.NewInputs);
        await AfterAsync($"update {request.Name}", request.Id, OutputsOf(request.NewInputs), ct);
        return new UpdateResponse { Outputs = OutputsOf(request.NewInputs) };
    }

    public override async Task<ReadResponse> Read(ReadRequest request, CancellationToken ct)
    {
        cloud.Note($"read {request.Name}");
        await Hook($"read {request.Name}", false, ct);
        return cloud.Find(request.Id) is { } fields
            ? new ReadResponse { Id = request.Id, Inputs = fields, Outputs = OutputsOf(fields) }
            : new ReadResponse();
    }

    public override async Task Delete(DeleteRequest request, CancellationToken ct)
    {
        cloud.Note($"delete {request.Name}");
        await Hook($"delete {request.Name}", false, ct);
        cloud.Remove(request.Id);
        await Hook($"delete {request.Name}", true, ct);
    }

    /// <summary>A failure after the effect is one to become live: the object is there.</summary>
    private async Task AfterAsync(string call, string id, Bag outputs, CancellationToken ct)
    {
        try
        {
            await Hook(call, true, ct);
        }
        catch (InvalidOperationException e)
        {
            throw new ResourceInitException(id, outputs, [e.Message]);
        }
    }

    private static Bag OutputsOf(Bag inputs)
    {
        var outputs = inputs.SetItem("token", new PropertyValue("t0ken").WithSecret(true));
        if (!inputs.TryGetValue("value", out var value)) return outputs;
        return outputs.SetItem("echo", value.TryGetString(out var text)
            ? new PropertyValue(text.ToUpperInvariant()).WithSecret(value.IsSecret) : value);
    }
}
