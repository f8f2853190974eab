using System.Collections.Immutable;
using Pulumi;
using Pulumi.Experimental;
using Pulumi.Experimental.Provider;
using Redis.Tests.Servers;
using RedisInfra.Provider;
using RedisInfra.Provider.Reach;

namespace Redis.Tests.Provider;

/// <summary>ClusterTopology against real servers, as an engine calls it.</summary>
public sealed class ProviderTests : IAsyncLifetime
{
    private const string Password = "a-long-password";
    private static readonly Urn s_urn = new("urn:pulumi:dev::redis::redisinfra:index:ClusterTopology::cache-topology");
    private readonly CancellationTokenSource _engineGone = new();
    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromSeconds(240));
    private readonly Lines _engine = new();
    private RedisServers _servers = null!;
    private RedisInfraProvider _provider = null!;

    public async Task InitializeAsync()
    {
        _servers = await RedisServers.StartAsync(3, 1, "--requirepass", Password, "--masterauth", Password);
        _provider = new RedisInfraProvider(_engine, new ProviderEnvironment(
            false, TimeProvider.System, KubernetesPods.OpenAsync, _engineGone.Token));
    }

    public async Task DisposeAsync()
    {
        await _servers.DisposeAsync();
        _engineGone.Dispose();
        _deadline.Dispose();
    }

    [Fact]
    public async Task CreateReadUpdateDelete_TheWholeLife()
    {
        var preview = await CreateAsync(preview: true);
        var created = await CreateAsync(preview: false);
        var read = await ReadAsync(created);
        var updated = await UpdateAsync(created, Inputs());
        await _provider.Delete(
            new DeleteRequest(s_urn, "cache", Outputs(created), TimeSpan.Zero, Inputs()), _deadline.Token);

        Assert.StartsWith("will form 3 masters and 3 replicas: slots 0-5460 on cache-0-0", _engine.Kept[0]);
        Assert.Contains("formed in", _engine.Kept[1]);
        Assert.Contains("a client wrote and read on 3 shards", _engine.Kept[1]);
        Assert.Contains("found standing", _engine.Kept[2]);
        Assert.True(preview.Outputs!["nodes"].IsComputed);
        Assert.Equal("cache", created.Id);
        Assert.Equal((16384, 3, 3), (Number(created.Outputs!, "slotsAssigned"), Number(created.Outputs!, "masters"),
            Number(created.Outputs!, "replicas")));
        Assert.Equal(new PropertyValue("ok"), created.Outputs!["state"]);
        Assert.Equal(new PropertyValue(false), created.Outputs["adopted"]);
        Assert.Equal(new PropertyValue(false), updated.Outputs!["adopted"]);
        Assert.Equal("cache", read.Id);
        Assert.Equal(created.Outputs["nodes"], read.Outputs!["nodes"]);
        // Deleting never touches Redis.
        Assert.Equal("cache", (await ReadAsync(created)).Id);
    }

    [Fact]
    public async Task Create_TheEngineDies_StopsAndTheNextCreateFinishes()
    {
        _engine.OnProgress = line =>
        {
            if (line.Contains("Replicate")) _engineGone.Cancel();
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => CreateAsync(preview: false));
        var next = new RedisInfraProvider(_engine, new ProviderEnvironment(
            false, TimeProvider.System, KubernetesPods.OpenAsync, CancellationToken.None));

        var created = await next.Create(
            new CreateRequest(s_urn, Inputs(), TimeSpan.Zero, preview: false), _deadline.Token);

        Assert.Equal(new PropertyValue("ok"), created.Outputs!["state"]);
    }

    [Fact]
    public async Task Read_ServersAreThereButNoCluster_Gone()
    {
        var read = await _provider.Read(
            new ReadRequest(s_urn, "cache", Inputs(), Inputs()), _deadline.Token);

        Assert.Equal("", read.Id);
    }

    [Fact]
    public async Task Create_WrongPassword_RefusedAndPreviewOnlyWarns()
    {
        var inputs = Inputs().SetItem("password", new PropertyValue("not-the-password").WithSecret(true));

        await _provider.Create(new CreateRequest(s_urn, inputs, TimeSpan.Zero, preview: true), _deadline.Token);
        var refused = await Assert.ThrowsAnyAsync<Exception>(
            () => _provider.Create(new CreateRequest(s_urn, inputs, TimeSpan.Zero, preview: false), _deadline.Token));

        Assert.Contains("RI3002", Assert.Single(_engine.Kept));
        Assert.Contains("RI3002", refused.Message);
        Assert.DoesNotContain("not-the-password", refused + _engine.Kept[0]);
    }

    private Task<CreateResponse> CreateAsync(bool preview) =>
        _provider.Create(new CreateRequest(s_urn, Inputs(), TimeSpan.Zero, preview), _deadline.Token);

    private Task<ReadResponse> ReadAsync(CreateResponse created) =>
        _provider.Read(new ReadRequest(s_urn, created.Id!, Outputs(created), Inputs()), _deadline.Token);

    private Task<UpdateResponse> UpdateAsync(CreateResponse created, ImmutableDictionary<string,
        PropertyValue> inputs) =>
        _provider.Update(new UpdateRequest(
            s_urn, created.Id!, Outputs(created), inputs, TimeSpan.Zero, [], false, Inputs()), _deadline.Token);

    private ImmutableDictionary<string, PropertyValue> Inputs() => new Dictionary<string, PropertyValue>
    {
        ["clusterName"] = new("cache"),
        ["password"] = new PropertyValue(Password).WithSecret(true),
        ["nodeTimeoutMs"] = new(15000),
        ["members"] = new([.. _servers.Members.Select(member => new PropertyValue(new Dictionary<string, PropertyValue>
        {
            ["name"] = new(member.Name),
            ["shard"] = new(member.Shard),
            ["index"] = new(member.Index),
            ["host"] = new(member.Host),
            ["port"] = new(member.Port),
        }.ToImmutableDictionary()))]),
    }.ToImmutableDictionary();

    private static ImmutableDictionary<string, PropertyValue> Outputs(CreateResponse created) =>
        created.Outputs!.ToImmutableDictionary();

    private static double Number(IDictionary<string, PropertyValue> bag, string name) =>
        bag[name].TryGetNumber(out double number) ? number : double.NaN;

    private sealed class Lines : IEngine
    {
        public List<string> Kept { get; } = [];

        public Action<string> OnProgress { get; set; } = _ => { };

        public Task LogAsync(LogRequest message)
        {
            if (message.Ephemeral) OnProgress(message.Message);
            else Kept.Add(message.Message);
            return Task.CompletedTask;
        }

        public Task RequirePulumiVersionAsync(string pulumiVersionRange) => Task.CompletedTask;
    }
}
