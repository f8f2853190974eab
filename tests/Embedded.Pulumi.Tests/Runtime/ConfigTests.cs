using System.Collections.Immutable;
using Pulumi;
using Pulumi.Hosting;

namespace Embedded.Pulumi.Tests.Runtime;

public sealed class ConfigTests
{
    private static readonly (string, string)[] _values =
    [
        ("prog:text", "t"), ("prog:flag", "true"), ("prog:number", "-7"), ("prog:ratio", "1.5"),
        ("prog:object", "{\"size\":\"1Gi\"}"), ("other:text", "o"),
        ("prog:comma", "1,5"),
    ];

    [Fact]
    public Task Get_EveryType_ReadsIt() => InProgramAsync(() =>
    {
        var config = new Config();
        Assert.Equal("t", config.Get("text"));
        Assert.True(config.GetBoolean("flag"));
        Assert.Equal(-7, config.GetInt32("number"));
        Assert.Equal(1.5, config.GetDouble("ratio"));
        Assert.Equal("1Gi", config.GetObject<Dictionary<string, string>>("object")!["size"]);
        Assert.Equal("o", new Config("other").Require("text"));
        Assert.Null(config.Get("absent"));
        Assert.Null(config.GetInt32("absent"));
        Assert.Null(config.GetObject<Dictionary<string, string>>("absent"));
        Assert.Null(config.GetSecret("absent"));
    });

    [Fact]
    public Task RequireSecret_EveryType_IsSecret() => InProgramAsync(() =>
    {
        var config = new Config();
        AssertSecret("t", config.RequireSecret("text"));
        AssertSecret(true, config.RequireSecretBoolean("flag"));
        AssertSecret(-7, config.RequireSecretInt32("number"));
        AssertSecret(1.5, config.GetSecretDouble("ratio")!);
    });

    [Fact]
    public Task Require_Absent_SaysHowToSetIt() => InProgramAsync(() =>
    {
        var error = Assert.ThrowsAny<RunException>(() => new Config().RequireInt32("absent"));
        Assert.Contains("Missing required configuration variable 'prog:absent'", error.Message);
        Assert.Contains("config set prog:absent <value>", error.Message);
    });

    [Fact]
    public Task Get_WrongType_NamesKeyAndType() => InProgramAsync(() =>
    {
        var error = Assert.ThrowsAny<RunException>(() => new Config().GetInt32("text"));
        Assert.Equal("Configuration 'prog:text' value 't' is not a valid Int32", error.Message);
        Assert.ThrowsAny<RunException>(() => new Config().RequireObject<int[]>("object"));
        Assert.ThrowsAny<RunException>(() => new Config().GetDouble("comma"));
    });

    [Fact]
    public async Task Get_WrongTypeOfASecret_DoesNotShowIt()
    {
        var monitor = new RecordingMonitor();
        HostContext.Current = new("organization", "prog", "dev", false, "/",
            ImmutableDictionary<string, string>.Empty.Add("prog:pin", "hunter2"), ["prog:pin"], monitor);
        await Deployment.RunAsync(() => { _ = new Config().RequireSecretInt32("pin"); });

        Assert.Equal("Configuration 'prog:pin' value '[secret]' is not a valid Int32", monitor.Errors());
    }

    private static async Task InProgramAsync(Action check)
    {
        var monitor = new RecordingMonitor();
        var exit = await TestRun.RunAsync(monitor, () => Deployment.RunAsync(check), config: _values);
        Assert.True(exit == 0, monitor.Errors());
    }

    private static void AssertSecret<T>(T expected, Output<T> actual) =>
        actual.Apply(async value =>
        {
            Assert.Equal(expected, value);
            Assert.True(await Output.IsSecretAsync(actual));
        });
}
