using Pulumi.Experimental;
using Pulumi.Random;
using Pulumi.Utilities;

namespace Embedded.Pulumi.Tests.Kinds;

public sealed class RandomKindsTests
{
    [Fact]
    public async Task New_Password_AsksForSecretOutputs()
    {
        RandomPassword? password = null;
        var request = await new RecordingMonitor(("result", new PropertyValue("hunter2").WithSecret(true)))
            .RunAsync(() => password = new RandomPassword("x", new() { Length = 8, Keepers = { ["v"] = "1" } }));

        Assert.Equal("random:index/randomPassword:RandomPassword", request.Type);
        Assert.Equal(["bcryptHash", "result"], request.AdditionalSecretOutputs.Order());
        Assert.Equal("hunter2", await OutputUtilities.GetValueAsync(password!.Result));
        Assert.Equal("1", (await OutputUtilities.GetValueAsync(password.Keepers))!["v"]);
        Assert.Null(await OutputUtilities.GetValueAsync(password.OverrideSpecial));
    }

    [Fact]
    public async Task New_OtherKinds_HaveTheOfficialTokens()
    {
        var id = await new RecordingMonitor().RunAsync(() => _ = new RandomId("x", new() { ByteLength = 4 }));
        var bytes = await new RecordingMonitor().RunAsync(() => _ = new RandomBytes("x", new() { Length = 4 }));
        var text = await new RecordingMonitor().RunAsync(() => _ = new RandomString("x", new() { Length = 4 }));
        var number = await new RecordingMonitor()
            .RunAsync(() => _ = new RandomInteger("x", new() { Min = 1, Max = 2 }));

        Assert.Equal(
            [
                "random:index/randomId:RandomId", "random:index/randomBytes:RandomBytes",
                "random:index/randomString:RandomString", "random:index/randomInteger:RandomInteger",
            ],
            [id.Type, bytes.Type, text.Type, number.Type]);
        Assert.Equal(["base64", "hex"], bytes.AdditionalSecretOutputs.Order());
    }
}
