using System.Collections.Immutable;
using Pulumi.Experimental;
using Pulumi.Experimental.Provider;
using RedisInfra.Embedded.Engine.Registry;
using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Embedded.Engine.Providers.Kubernetes;

using Bag = ImmutableDictionary<string, PropertyValue>;

/// <summary>
/// The kubernetes package: objects of any kind, by server-side apply, with the official provider's rules for names,
/// replacement, waiting and deletion (https://www.pulumi.com/registry/packages/kubernetes/).
/// </summary>
internal sealed class KubernetesProvider(
    IEngine engine, IClusterSource source, Func<string, string?> variable, TimeProvider time)
    : Provider, IResourceFinder, IAsyncDisposable
{
    private const string ClusterIdentifier = "clusterIdentifier";
    private KubernetesSettings _settings = new();
    private string _namespace = "default";
    private ClusterAccess? _access;
    private int _warned;

    public override Task<CheckResponse> CheckConfig(CheckRequest request, CancellationToken ct) =>
        Task.FromResult(new CheckResponse
        {
            Inputs = request.NewInputs,
            Failures = request.NewInputs.Text("cluster") is { Length: > 0 } cluster
                ? [new CheckFailure("cluster", KubernetesErrors.ClusterKey(cluster).ToString())] : [],
        });

    public override async Task<DiffResponse> DiffConfig(DiffRequest request, CancellationToken ct)
    {
        var changed = ObjectDiff.Changes(request.OldInputs, request.NewInputs)
            .Select(c => c.Path[0].ToString()!).Distinct().ToList();
        return new DiffResponse
        {
            Changes = changed.Count > 0,
            Diffs = changed,
            Replaces = await IsAnotherClusterAsync(request.OldInputs, request.NewInputs, ct)
                ? [.. changed.Where(c => c is "kubeconfig" or "context" or "cluster" or ClusterIdentifier)] : [],
        };
    }

    public override async Task<ConfigureResponse> Configure(ConfigureRequest request, CancellationToken ct)
    {
        _settings = KubernetesSettings.Of(request.Args, variable);
        _namespace = await source.NamespaceAsync(_settings, ct);
        _access = new ClusterAccess(_settings, source);
        return new ConfigureResponse { AcceptSecrets = true, SupportsPreview = true };
    }

    public override Task<CheckResponse> Check(CheckRequest request, CancellationToken ct)
    {
        var inputs = request.NewInputs;
        if (ObjectName.Metadata(inputs).ContainsKey("generateName")
            && ObjectName.Metadata(inputs).Text("name") is null)
        {
            return Task.FromResult(new CheckResponse
            {
                Inputs = inputs,
                Failures =
                [
                    new CheckFailure("metadata.generateName",
                        "server-side apply needs a name: leave metadata out for a generated one, or set metadata.name"),
                ],
            });
        }

        // A provider only ever lacks the name of a new object; the one of an existing object stays.
        inputs = ObjectName.Assign(inputs, request.OldInputs, request.Name, request.RandomSeed.AsSpan());
        var target = ObjectRef.Of(inputs);
        inputs = KindScope.IsClusterWide(target.ApiVersion, target.Kind)
            ? ObjectName.WithoutNamespace(inputs)
            : ObjectName.InNamespace(inputs, _namespace);
        return Task.FromResult(new CheckResponse { Inputs = SecretMarks.Mark(inputs, inputs), Failures = [] });
    }

    public override Task<DiffResponse> Diff(DiffRequest request, CancellationToken ct)
    {
        var ignored = request.IgnoreChanges.Select(PropertyPath.Parse).ToList();
        var changes = ObjectDiff.Changes(request.OldInputs, request.NewInputs)
            .Where(c => !ignored.Any(i => PropertyPath.IsUnder(c.Path, i)))
            .ToList();
        var rules = new ReplaceRules(_settings.ConfigMapMutable, _settings.SecretMutable);
        var replaces = rules.Of(request.OldInputs, request.NewInputs, changes).ToList();
        return Task.FromResult(new DiffResponse
        {
            Changes = changes.Count > 0,
            Diffs = [.. changes.Select(c => c.Path[0].ToString()!).Distinct()],
            Replaces = [.. replaces.Select(c => c.Text)],
            DetailedDiff = changes.ToDictionary(c => c.Text, c => Detail(c, replaces.Contains(c))),
            DeleteBeforeReplace = replaces.Count > 0 && KeepsItsName(request),
        });
    }

    public override async Task<CreateResponse> Create(CreateRequest request, CancellationToken ct)
    {
        var writer = await WriterAsync(request.Urn, request.Inputs, request.Preview, ct);
        if (writer is null)
            return new CreateResponse { Id = "", Outputs = request.Inputs };
        if (request.Preview)
            return new CreateResponse { Id = "", Outputs = await writer.PreviewCreateAsync(request.Inputs, ct) };
        var (id, outputs) = await writer.CreateAsync(request.Inputs, request.Timeout, ct);
        return new CreateResponse { Id = id, Outputs = outputs };
    }

    public override async Task<UpdateResponse> Update(UpdateRequest request, CancellationToken ct)
    {
        var writer = await WriterAsync(request.Urn, request.NewInputs, request.Preview, ct);
        if (writer is null)
            return new UpdateResponse { Outputs = request.NewInputs };
        return new UpdateResponse
        {
            Outputs = request.Preview
                ? await writer.PreviewUpdateAsync(request, ct)
                : await writer.UpdateAsync(request, ct),
        };
    }

    /// <summary>The official provider creates with POST, which fails for an object that exists, unless
    /// upsertExistingObjects is set (https://github.com/pulumi/pulumi-kubernetes/pull/4278).</summary>
    public async Task<Diagnostic?> FindObstacleAsync(
        string urn, Bag inputs, string? standing, bool preview, CancellationToken ct)
    {
        var target = ObjectRef.Of(inputs);
        // What is known must be enough to find it; the data of a Secret, for example, needn't be.
        if (_settings.UpsertExisting || target.Name.Length == 0 || ObjectName.IsPlaceUnknown(inputs))
            return null;
        var cluster = preview ? (await Access.TryAsync(ct)).Cluster : await Access.RequireAsync(ct);
        if (cluster is null)
            return null;
        try
        {
            return await new ExistingObjects(cluster, urn).ObstacleAsync(target, standing, ct);
        }
        catch (ClusterException) when (preview)
        {
            return null;
        }
        catch (ClusterException e)
        {
            return KubernetesErrors.Refused(target, "it is to be created", e);
        }
    }

    /// <summary>Check fixed the name, so what a killed run left is found without waiting until it is ready.</summary>
    public async Task<string?> FindLeftoverAsync(string urn, Bag inputs, CancellationToken ct)
    {
        var (cluster, unreachable) = await Access.TryAsync(ct);
        if (cluster is null && _settings.DeleteUnreachable)
            return null;
        if (cluster is null)
            throw new DiagnosticException(unreachable!.Diagnostics);
        var target = ObjectRef.Of(inputs);
        try
        {
            return (await new ExistingObjects(cluster, urn).LeftoverAsync(target, ct))?.Id;
        }
        catch (ClusterException e)
        {
            throw new DiagnosticException(KubernetesErrors.Refused(target, "its interrupted creation is looked up", e));
        }
    }

    public override async Task<ReadResponse> Read(ReadRequest request, CancellationToken ct)
    {
        var cluster = await Access.RequireAsync(ct);
        return await new ObjectReader(cluster).ReadAsync(request, ct);
    }

    public override async Task Delete(DeleteRequest request, CancellationToken ct)
    {
        var (cluster, unreachable) = await Access.TryAsync(ct);
        var remover = new ObjectRemover(cluster, new Progress(engine, request.Urn), time);
        var target = ObjectRef.Of(request.OldInputs.IsEmpty ? request.OldOutputs : request.OldInputs)
            .WithId(request.Id);
        if (cluster is not null)
            await remover.DeleteAsync(target, request, ct);
        else if (!_settings.DeleteUnreachable)
            throw new DiagnosticException([.. unreachable!.Diagnostics, KubernetesErrors.Undeletable(target)]);
        else
            await LogAsync($"{target} is forgotten, not deleted: {unreachable!.Message}", request.Urn);
    }

    public async ValueTask DisposeAsync()
    {
        if (_access is not null)
            await _access.DisposeAsync();
        (source as IDisposable)?.Dispose();
    }

    /// <summary>
    /// Another way to the same cluster leaves everything in place; in another cluster everything must be made. Clusters
    /// have no identity of their own, so it is their address, or what clusterIdentifier says.
    /// </summary>
    private async Task<bool> IsAnotherClusterAsync(Bag old, Bag now, CancellationToken ct)
    {
        if (old.Text(ClusterIdentifier) is { Length: > 0 } was && now.Text(ClusterIdentifier) is { Length: > 0 } given)
            return was != given;
        if (now.HasUnknown())
            return true;
        var before = await source.ServerAsync(KubernetesSettings.Of(old, variable), ct);
        var after = await source.ServerAsync(KubernetesSettings.Of(now, variable), ct);
        return before is not null && after is not null && before != after;
    }

    private ClusterAccess Access => _access
        ?? throw new InvalidOperationException(
            "the kubernetes provider is used before it is configured; bug in RedisInfra");

    /// <summary>Null in a preview that can't ask the cluster: what isn't an input is unknown then.</summary>
    private async Task<ObjectWriter?> WriterAsync(Pulumi.Urn urn, Bag inputs, bool preview, CancellationToken ct)
    {
        if (preview && inputs.HasUnknown())
            return null;
        if (!preview)
            return new ObjectWriter(await Access.RequireAsync(ct), _settings, new Progress(engine, urn), time);

        var (cluster, unreachable) = await Access.TryAsync(ct);
        if (cluster is not null)
            return new ObjectWriter(cluster, _settings, new Progress(engine, urn), time);
        if (Interlocked.Exchange(ref _warned, 1) == 0)
            await LogAsync(KubernetesErrors.PreviewOnly(unreachable!), null);
        return null;
    }

    private Task LogAsync(string warning, Pulumi.Urn? urn) =>
        engine.LogAsync(new LogRequest(LogSeverity.Warning, warning, urn));

    /// <summary>Two objects can't have one name: where the program fixed it, the old one goes first.</summary>
    private static bool KeepsItsName(DiffRequest request)
    {
        var (old, now) = (ObjectRef.Of(request.OldInputs), ObjectRef.Of(request.NewInputs));
        return !ObjectName.IsAutoNamed(request.NewInputs) && now.Name.Length > 0
            && old.Name == now.Name && old.Namespace == now.Namespace;
    }

    private static PropertyDiff Detail(FieldChange change, bool replaces) => new()
    {
        InputDiff = true,
        Kind = (change.Kind, replaces) switch
        {
            (PropertyDiffKind.Add, true) => PropertyDiffKind.AddReplace,
            (PropertyDiffKind.Delete, true) => PropertyDiffKind.DeleteReplace,
            (_, true) => PropertyDiffKind.UpdateReplace,
            var (kind, _) => kind,
        },
    };
}
