using System.Collections.Immutable;
using Pulumi;
using Pulumi.Experimental;
using Pulumi.Experimental.Provider;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Provider.Values;
using RedisInfra.Provider.Volumes;

namespace RedisInfra.Provider.Tests;

/// <summary>Claims that grow, and everything that they can't do, told before it is tried.</summary>
public sealed class VolumeExpansionTests
{
    private static readonly Urn s_urn = new("urn:pulumi:dev::redis::redisinfra:index:VolumeExpansion::orders-0");
    private static readonly ImmutableDictionary<string, PropertyValue> s_none =
        ImmutableDictionary<string, PropertyValue>.Empty;

    private readonly FakeEngine _engine = new();
    private readonly FakeVolumes _cluster = new();
    private readonly RedisInfraProvider _provider;

    public VolumeExpansionTests() => _provider = new RedisInfraProvider(_engine, new ProviderEnvironment(
        false, TimeProvider.System, (_, _) => Task.FromResult<Reach.IKubernetesPods>(new FakePods()),
        CancellationToken.None)
    {
        OpenVolumes = (_, _) => Task.FromResult<IVolumeClaims>(_cluster),
    });

    [Fact]
    public async Task Update_LargerSize_GrowsTheClaimsThenLetsTheSetGo()
    {
        Stands("1Gi");
        _cluster.LooksUntilGrown = 3;

        Assert.Empty(await CheckAsync(Inputs("1Gi"), Inputs("2Gi")));
        Assert.Equal(
            ["data-orders-0-0, data-orders-0-1: grow from 1Gi to 2Gi while their pods run",
                "StatefulSet prod/orders-0 is replaced without its pods, which run on: its claim template can't "
                + "change"],
            _engine.Lines.Select(line => line.Message));
        Assert.Empty(_cluster.Done);
        await UpdateAsync(Inputs("1Gi"), Inputs("2Gi"));

        Assert.Equal(["data-orders-0-0 2Gi", "data-orders-0-1 2Gi", "let go orders-0"], _cluster.Done);
        Assert.All(_cluster.Claims.Values, claim => Assert.True(claim.IsOf("2Gi")));
    }

    [Fact]
    public async Task Update_Preview_TouchesNothing()
    {
        Stands("1Gi");

        await _provider.Update(Request(Inputs("1Gi"), Inputs("2Gi"), preview: true), CancellationToken.None);

        Assert.Empty(_cluster.Done);
    }

    /// <summary>As a kill leaves it: one claim has grown, one is asked, the set is gone.</summary>
    [Fact]
    public async Task Update_AfterAKill_GoesOn()
    {
        _cluster.Add("2Gi", "data-orders-0-0");
        _cluster.Claims["data-orders-0-1"] = new VolumeClaim("data-orders-0-1", "lab", true, "2Gi", "1Gi");
        _cluster.LooksUntilGrown = 2;

        await UpdateAsync(Inputs("1Gi"), Inputs("2Gi"));

        Assert.Equal(["let go orders-0"], _cluster.Done);
        Assert.True(_cluster.Claims["data-orders-0-1"].IsOf("2Gi"));
    }

    /// <summary>The template's text changes, so Kubernetes would replace the set with its pods.</summary>
    [Theory]
    [InlineData("1024Mi", null)]
    [InlineData("1Gi", "lab")]
    public async Task Update_SameSizeInOtherWordsOrTheClassNamed_OnlyLetsTheSetGo(string size, string? storageClass)
    {
        Stands("1Gi");

        Assert.Empty(await CheckAsync(Inputs("1Gi"), Inputs(size, storageClass)));
        await UpdateAsync(Inputs("1Gi"), Inputs(size, storageClass));

        Assert.Equal(["let go orders-0"], _cluster.Done);
    }

    [Fact]
    public async Task Update_ClaimOfNoSet_GrowsAlone()
    {
        _cluster.Add("1Gi", "cache-data");

        await UpdateAsync(Inputs("1Gi", name: "cache-data", pods: []), Inputs("2Gi", name: "cache-data", pods: []));

        Assert.Equal(["cache-data 2Gi"], _cluster.Done);
    }

    [Fact]
    public async Task Check_SmallerSize_RefusedEvenWhenNobodyAnswers()
    {
        Stands("2Gi");
        string refused = Assert.Single(await CheckAsync(Inputs("2Gi"), Inputs("1Gi")));
        Assert.StartsWith(
            "RI4620 volumes of \"orders-0\": the size of \"data\" is to go from 2Gi to 1Gi, but volumes can't shrink. "
            + "Leave it at 2Gi", refused);
        await Assert.ThrowsAsync<DiagnosticException>(() => UpdateAsync(Inputs("2Gi"), Inputs("1Gi")));

        _cluster.IsThere = false;
        Assert.StartsWith("RI4620", Assert.Single(await CheckAsync(Inputs("2Gi"), Inputs("1Gi"))));
        Assert.Empty(_cluster.Done);
    }

    [Theory]
    [InlineData("fixed", "\"fixed\"")]
    [InlineData(null, "the default one")]
    public async Task Check_OtherClass_Refused(string? young, string words)
    {
        string? old = young is null ? "fixed" : null;
        string has = old ?? "lab";
        foreach (string pod in s_pods)
            _cluster.Claims[$"data-{pod}"] = new VolumeClaim($"data-{pod}", has, true, "1Gi", "1Gi");

        string refused = Assert.Single(await CheckAsync(Inputs("1Gi", old), Inputs("1Gi", young)));

        Assert.StartsWith("RI4621", refused);
        Assert.Contains($"to {words}, but data-orders-0-0 is of class \"{has}\"", refused);
    }

    [Theory]
    [InlineData("fixed", "storage class \"fixed\" doesn't have allowVolumeExpansion: true")]
    [InlineData("gone", "storage class \"gone\" doesn't have allowVolumeExpansion: true")]
    [InlineData("", "without a storage class nobody can make a volume larger")]
    public async Task Check_ClassThatCantExpand_Refused(string storageClass, string why)
    {
        foreach (string pod in s_pods)
            _cluster.Claims[$"data-{pod}"] = new VolumeClaim($"data-{pod}", storageClass, true, "1Gi", "1Gi");

        string refused = Assert.Single(
            await CheckAsync(Inputs("1Gi", storageClass), Inputs("2Gi", storageClass)));

        Assert.StartsWith(
            "RI4622 volumes of \"orders-0\": data-orders-0-0, data-orders-0-1 should grow to 2Gi, but " + why, refused);
        await Assert.ThrowsAsync<DiagnosticException>(
            () => UpdateAsync(Inputs("1Gi", storageClass), Inputs("2Gi", storageClass)));
        Assert.Empty(_cluster.Done);
    }

    [Fact]
    public async Task Check_RightsThatAreMissing_RefusedOnlyWhenSomethingIsToGrow()
    {
        Stands("1Gi");
        _cluster.MissingRights.Add("RI4007 no right");

        Assert.Equal("RI4007 no right", Assert.Single(await CheckAsync(Inputs("1Gi"), Inputs("2Gi"))));
        Assert.Empty(await CheckAsync(s_none, Inputs("1Gi")));
        var refused = await Assert.ThrowsAsync<DiagnosticException>(() => UpdateAsync(Inputs("1Gi"), Inputs("2Gi")));
        Assert.StartsWith("RI4623", refused.Message);
        Assert.Contains("you may not patch claims", refused.Message);
        Assert.Empty(_cluster.Done);
    }

    [Fact]
    public async Task Update_VolumeThatDoesntGrow_RefusedWithWhatTheClaimSays()
    {
        Stands("1Gi");
        _cluster.LooksUntilGrown = int.MaxValue;
        _cluster.Claims["data-orders-0-1"] =
            new VolumeClaim("data-orders-0-1", "lab", true, "2Gi", "1Gi", Says: "Resizing the driver is busy");

        var refused = await Assert.ThrowsAsync<DiagnosticException>(() => _provider.Update(
            Request(Inputs("1Gi"), Inputs("2Gi"), preview: false, TimeSpan.FromMilliseconds(1)),
            CancellationToken.None));

        Assert.StartsWith("RI4623", refused.Message);
        Assert.Contains("data-orders-0-1 has 1Gi (Resizing the driver is busy)", refused.Message);
        Assert.DoesNotContain("let go orders-0", _cluster.Done);
    }

    /// <summary>A set that stands and was never seen by this resource may be somebody else's.</summary>
    [Fact]
    public async Task Create_SetThatStandsWithAnotherSize_Refused()
    {
        Stands("1Gi");

        string refused = Assert.Single(await CheckAsync(s_none, Inputs("2Gi")));
        Assert.StartsWith("RI4625 volumes of \"orders-0\": size 2Gi is declared for \"data\", but StatefulSet "
            + "prod/orders-0 stands with 1Gi", refused);
        await Assert.ThrowsAsync<DiagnosticException>(() => CreateAsync(Inputs("2Gi")));
        Assert.Empty(_cluster.Done);

        Assert.Empty(await CheckAsync(s_none, Inputs("1024Mi")));
        await CreateAsync(Inputs("1024Mi"));
        Assert.Empty(_cluster.Done);
    }

    /// <summary>A deployment that takes up claims which an earlier one left.</summary>
    [Fact]
    public async Task Create_ClaimsThatWereKept_Grow()
    {
        _cluster.Add("1Gi", "data-orders-0-0");

        Assert.Empty(await CheckAsync(s_none, Inputs("2Gi")));
        await CreateAsync(Inputs("2Gi"));

        Assert.Equal(["data-orders-0-0 2Gi"], _cluster.Done);
    }

    /// <summary>A pod that comes back to a claim from before its shard grew.</summary>
    [Fact]
    public async Task Update_PodOnAKeptSmallerClaim_GrowsItsClaim()
    {
        Stands("2Gi");
        _cluster.Add("1Gi", "data-orders-0-2");

        await UpdateAsync(Inputs("2Gi"), Inputs("2Gi", pods: [.. s_pods, "orders-0-2"]));

        Assert.Equal(["data-orders-0-2 2Gi"], _cluster.Done);
    }

    [Fact]
    public async Task Check_ClaimWithoutAVolume_IsToldAndLeft()
    {
        Stands("1Gi");
        _cluster.Claims["data-orders-0-1"] = new VolumeClaim("data-orders-0-1", "lab", false, "1Gi", "");

        Assert.Empty(await CheckAsync(Inputs("1Gi"), Inputs("2Gi")));
        Assert.Contains(_engine.Lines, line => line.Message.StartsWith("data-orders-0-1: without a volume yet"));
        await UpdateAsync(Inputs("1Gi"), Inputs("2Gi"));

        Assert.Equal(["data-orders-0-0 2Gi", "let go orders-0"], _cluster.Done);
    }

    /// <summary>As a first run leaves it that was killed before its pods had a place.</summary>
    [Fact]
    public async Task Check_ClaimWithoutAVolumeThatAsksForEnough_IsNoMatter()
    {
        _cluster.Claims["data-orders-0-0"] = new VolumeClaim("data-orders-0-0", "lab", false, "1Gi", "");

        Assert.Empty(await CheckAsync(s_none, Inputs("1Gi")));
        await CreateAsync(Inputs("1Gi"));

        Assert.Empty(_engine.Lines);
    }

    [Fact]
    public async Task Check_NobodyAnswers_IsToldAndRefusesNothing()
    {
        _cluster.IsThere = false;

        Assert.Empty(await CheckAsync(Inputs("1Gi"), Inputs("2Gi")));

        Assert.StartsWith("RI4624", Assert.Single(_engine.Lines).Message);
        await Assert.ThrowsAsync<IOException>(() => UpdateAsync(Inputs("1Gi"), Inputs("2Gi")));
    }

    [Fact]
    public async Task Act_NoRightToListClaims_MattersOnlyWhenASizeChanges()
    {
        _cluster.IsForbidden = true;

        Assert.Empty(await CheckAsync(s_none, Inputs("1Gi")));
        await CreateAsync(Inputs("1Gi"));
        await UpdateAsync(Inputs("1Gi"), Inputs("1Gi", pods: ["orders-0-0"]));
        Assert.All(_engine.Lines, line => Assert.StartsWith("RI4624", line.Message));

        await Assert.ThrowsAsync<Kubernetes.KubeException>(() => UpdateAsync(Inputs("1Gi"), Inputs("2Gi")));
        Assert.Empty(_cluster.Done);
    }

    [Fact]
    public async Task Check_NothingNew_AsksNobody()
    {
        _cluster.IsThere = false;

        Assert.Empty(await CheckAsync(Inputs("1Gi"), Inputs("1Gi")));

        Assert.Empty(_engine.Lines);
    }

    [Fact]
    public async Task Check_SizesThatAreNone_AreAllTold()
    {
        var inputs = Inputs("much").Remove("workload");

        var failures = await _provider.Check(new CheckRequest(s_urn, s_none, inputs, []), CancellationToken.None);

        Assert.Equal(["workload", "claims[0].size"], failures.Failures!.Select(failure => failure.Property));
    }

    [Theory]
    [InlineData("1Gi", 1073741824)]
    [InlineData("1G", 1000000000)]
    [InlineData("1.5Ki", 1536)]
    [InlineData("1e3", 1000)]
    [InlineData("1E", 1000000000000000000)]
    [InlineData("1500m", 2)]
    [InlineData("12", 12)]
    public void Size_IsReadAsKubernetesDoes(string text, long bytes) => Assert.Equal(bytes, StorageSize.Bytes(text));

    [Theory]
    [InlineData("")]
    [InlineData("Gi")]
    [InlineData("1gi")]
    [InlineData("-1Gi")]
    [InlineData("1 Gi")]
    public void Size_ThatIsNone(string text) => Assert.Null(StorageSize.Bytes(text));

    private static readonly string[] s_pods = ["orders-0-0", "orders-0-1"];

    private void Stands(string size)
    {
        _cluster.Add(size, [.. s_pods.Select(pod => $"data-{pod}")]);
        _cluster.Sets["orders-0"] = new() { ["data"] = size };
    }

    private static ImmutableDictionary<string, PropertyValue> Inputs(
        string size, string? storageClass = null, string name = "data", string[]? pods = null)
    {
        List<(string, PropertyValue)> claim = [("name", new PropertyValue(name)), ("size", new PropertyValue(size))];
        if (storageClass is not null) claim.Add(("storageClass", new PropertyValue(storageClass)));
        return Bags.Of(
            ("workload", new PropertyValue("orders-0")),
            ("kubernetes", PropertyValues.Map(("namespace", new PropertyValue("prod")))),
            ("pods", Bags.List([.. (pods ?? s_pods).Select(pod => new PropertyValue(pod))])),
            ("claims", Bags.List(Bags.Map([.. claim]))));
    }

    private async Task<IEnumerable<string>> CheckAsync(
        ImmutableDictionary<string, PropertyValue> old, ImmutableDictionary<string, PropertyValue> young)
    {
        var response = await _provider.Check(new CheckRequest(s_urn, old, young, []), CancellationToken.None);
        return (response.Failures ?? []).Select(failure => failure.Reason);
    }

    private Task CreateAsync(ImmutableDictionary<string, PropertyValue> inputs) => _provider.Create(
        new CreateRequest(s_urn, inputs, TimeSpan.Zero, false), CancellationToken.None);

    private Task UpdateAsync(
        ImmutableDictionary<string, PropertyValue> old, ImmutableDictionary<string, PropertyValue> young) =>
        _provider.Update(Request(old, young, preview: false), CancellationToken.None);

    private static UpdateRequest Request(
        ImmutableDictionary<string, PropertyValue> old, ImmutableDictionary<string, PropertyValue> young, bool preview,
        TimeSpan timeout = default) => new(s_urn, "prod/orders-0", old, young, timeout, [], preview, old);
}
