using System.Collections.Immutable;
using Pulumi;
using Pulumi.Experimental;
using Pulumi.Experimental.Provider;
using RedisInfra.Embedded.Engine.Providers.Random;

namespace Embedded.Engine.Tests.Providers;

public sealed class RandomProviderTests
{
    private const string Password = "random:index/randomPassword:RandomPassword";
    private const string Text = "random:index/randomString:RandomString";
    private const string Identifier = "random:index/randomId:RandomId";
    private const string Bytes = "random:index/randomBytes:RandomBytes";
    private const string Integer = "random:index/randomInteger:RandomInteger";

    private readonly RandomProvider _provider = new();

    [Fact]
    public async Task Create_Password_IsSecretAndHasNoValueInItsId()
    {
        var response = await CreateAsync(Password, ("length", new(24)));

        Assert.Equal("none", response.Id);
        Assert.True(response.Outputs!["result"].IsSecret);
        Assert.True(response.Outputs["bcryptHash"].IsSecret);
        Assert.Equal(24, TextOf(response, "result").Length);
    }

    [Fact]
    public async Task Create_PasswordWithMinimums_HoldsThem()
    {
        for (var i = 0; i < 50; i++)
        {
            var response = await CreateAsync(
                Text, ("length", new(12)), ("minLower", new(3)), ("minUpper", new(3)), ("minNumeric", new(3)),
                ("minSpecial", new(3)), ("overrideSpecial", new("_~")));

            var result = TextOf(response, "result");
            Assert.Equal(3, result.Count(char.IsAsciiLetterLower));
            Assert.Equal(3, result.Count(char.IsAsciiLetterUpper));
            Assert.Equal(3, result.Count(char.IsAsciiDigit));
            Assert.Equal(3, result.Count(c => c is '_' or '~'));
            Assert.Equal(result, response.Id);
        }
    }

    [Fact]
    public async Task Create_TextOfDigitsOnly_HasAllOfThemAboutEquallyOften()
    {
        var response = await CreateAsync(
            Text, ("length", new(10_000)), ("lower", new(false)), ("upper", new(false)), ("special", new(false)));

        var counts = TextOf(response, "result").CountBy(c => c).ToDictionary();
        Assert.Equal(10, counts.Count);

        // 1000 each on average; beyond +-250 is more than 8 standard deviations.
        Assert.All(counts.Values, count => Assert.InRange(count, 750, 1250));
    }

    [Fact]
    public async Task Create_Identifier_GivesOneValueInAllForms()
    {
        var response = await CreateAsync(Identifier, ("byteLength", new(6)), ("prefix", new("p-")));

        var bytes = Convert.FromHexString(TextOf(response, "hex")[2..]);
        Assert.Equal(6, bytes.Length);
        Assert.Equal("p-" + Convert.ToBase64String(bytes), TextOf(response, "b64Std"));
        Assert.Equal("p-" + response.Id, TextOf(response, "b64Url"));
    }

    [Fact]
    public async Task Create_Integer_StaysInItsRange()
    {
        for (var i = 0; i < 100; i++)
        {
            var response = await CreateAsync(Integer, ("min", new(-1)), ("max", new(1)));
            Assert.True(response.Outputs!["result"].TryGetNumber(out var value));
            Assert.InRange(value, -1, 1);
        }
    }

    [Fact]
    public async Task Create_SameSeed_GivesSameInteger()
    {
        var first = await CreateAsync(Integer, ("min", new(0)), ("max", new(1_000_000)), ("seed", new("s")));
        var second = await CreateAsync(Integer, ("min", new(0)), ("max", new(1_000_000)), ("seed", new("s")));

        Assert.Equal(first.Id, second.Id);
    }

    [Fact]
    public async Task Create_InPreview_ClaimsNoValue()
    {
        var response = await _provider.Create(
            new(UrnOf(Password), Bag(("length", new(8))), TimeSpan.Zero, preview: true), default);

        Assert.DoesNotContain("result", response.Outputs!.Keys);
        Assert.True(string.IsNullOrEmpty(response.Id));
    }

    [Theory]
    [InlineData(Password, "length", 0, "length: 0 is too short: at least 1")]
    [InlineData(Identifier, "byteLength", 0, "byteLength: needs at least 1 byte")]
    public async Task Check_SizeBelowOne_IsRefused(string type, string property, int value, string expected)
    {
        var response = await CheckAsync(type, (property, new(value)));

        Assert.Equal([expected], Failures(response));
    }

    [Fact]
    public async Task Check_MoreMinimumsThanPlaces_IsRefused()
    {
        var response = await CheckAsync(Password, ("length", new(4)), ("minLower", new(3)), ("minUpper", new(2)));

        Assert.Equal(["length: 4 is shorter than the minimums ask for: 5"], Failures(response));
    }

    [Fact]
    public async Task Check_NoCharacterClass_IsRefused()
    {
        var response = await CheckAsync(
            Text, ("length", new(4)), ("lower", new(false)), ("upper", new(false)), ("numeric", new(false)),
            ("special", new(false)));

        Assert.Equal(
            ["special: no character class is left: allow lower, upper, numeric or special"], Failures(response));
    }

    [Fact]
    public async Task Check_UnknownLength_Passes() =>
        Assert.Empty(Failures(await CheckAsync(Password, ("length", PropertyValue.Computed))));

    [Fact]
    public async Task Diff_KeeperChanged_Replaces()
    {
        var response = await DiffAsync(
            Bag(("length", new(8)), ("keepers", Map(("v", new("1"))))),
            Bag(("length", new(8)), ("keepers", Map(("v", new("2"))))));

        Assert.True(response.Changes);
        Assert.Equal(["keepers"], response.Replaces);
    }

    [Fact]
    public async Task Diff_OnlySecretnessChanged_IsNoChange()
    {
        var response = await DiffAsync(
            Bag(("length", new(8))), Bag(("length", new PropertyValue(8).WithSecret(true))));

        Assert.False(response.Changes);
    }

    [Theory]
    [InlineData(Password, "hunter2", "none", "result", "hunter2")]
    [InlineData(Text, "abc", "abc", "result", "abc")]
    [InlineData(Identifier, "p,3q2-7w", "3q2-7w", "hex", "pdeadbeef")]
    [InlineData(Bytes, "3q2+7w==", "none", "hex", "deadbeef")]
    public async Task Read_WithoutState_TakesTheValueOver(
        string type, string id, string expectedId, string output, string expected)
    {
        var response = await _provider.Read(new(UrnOf(type), id, Bag(), Bag()), default);

        Assert.Equal(expectedId, response.Id);
        Assert.True(response.Outputs![output].TryGetString(out var value));
        Assert.Equal(expected, value);
    }

    private Task<CreateResponse> CreateAsync(string type, params (string, PropertyValue)[] inputs) =>
        _provider.Create(new(UrnOf(type), Bag(inputs), TimeSpan.Zero, preview: false), default);

    private Task<CheckResponse> CheckAsync(string type, params (string, PropertyValue)[] inputs) =>
        _provider.Check(new(UrnOf(type), Bag(), Bag(inputs), []), default);

    private Task<DiffResponse> DiffAsync(
        ImmutableDictionary<string, PropertyValue> old, ImmutableDictionary<string, PropertyValue> now) =>
        _provider.Diff(new(UrnOf(Password), "none", Bag(), now, [], old), default);

    private static IEnumerable<string> Failures(CheckResponse response) =>
        (response.Failures ?? []).Select(f => $"{f.Property}: {f.Reason}");

    private static string TextOf(CreateResponse response, string name) =>
        response.Outputs![name].TryGetString(out var text) ? text : "";

    private static ImmutableDictionary<string, PropertyValue> Bag(params (string Name, PropertyValue Value)[] values) =>
        values.ToImmutableDictionary(v => v.Name, v => v.Value);

    private static PropertyValue Map(params (string Name, PropertyValue Value)[] values) => new(Bag(values));

    private static Urn UrnOf(string type) => new($"urn:pulumi:dev::app::{type}::x");
}
