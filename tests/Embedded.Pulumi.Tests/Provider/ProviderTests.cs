using Pulumi.Experimental;
using Pulumi.Experimental.Provider;
using Pulumi.Hosting;

namespace Embedded.Pulumi.Tests.Provider;

public sealed class ProviderTests
{
    [Fact]
    public async Task Serve_UnderAHost_HandsItsFactoryOver()
    {
        var capture = new ProviderCapture();
        ProviderCapture.Current = capture;
        await global::Pulumi.Experimental.Provider.Provider.Serve(
            ["127.0.0.1:1"], "1.2.3", engine => new Echo(engine), CancellationToken.None);

        Assert.Equal("1.2.3", capture.Version);
        var engine = new Engine();
        var urn = new global::Pulumi.Urn("urn:pulumi:dev::prog::test:index:Echo::e");
        var created = await capture.Factory!(engine).Create(
            new(urn, [], TimeSpan.Zero, preview: false), CancellationToken.None);
        Assert.Equal("test:index:Echo e", created.Id);
        Assert.Equal("creating", Assert.Single(engine.Messages).Message);
    }

    [Fact]
    public async Task Serve_WithoutAHost_SaysHowToBuildForTheCli()
    {
        ProviderCapture.Current = null;
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            global::Pulumi.Experimental.Provider.Provider.Serve(
                [], null, engine => new Echo(engine), CancellationToken.None));
        Assert.Contains("PulumiSdk=official", error.Message);
    }

    [Fact]
    public async Task Configure_NotOverridden_SupportsPreview()
    {
        var configured = await new Echo(new Engine()).Configure(
            new([], [], acceptSecrets: true, acceptResources: true, sendsOldInputs: true, sendsOldInputsToDelete: true),
            CancellationToken.None);
        Assert.True(configured.SupportsPreview);
    }

    [Fact]
    public async Task Invoke_NotOverridden_IsNotSupported() => await Assert.ThrowsAsync<NotSupportedException>(() =>
        new Echo(new Engine()).Invoke(new("test:index:f", []), CancellationToken.None));

    private sealed class Echo(IEngine engine) : global::Pulumi.Experimental.Provider.Provider
    {
        public override async Task<CreateResponse> Create(CreateRequest request, CancellationToken ct)
        {
            await engine.LogAsync(new(LogSeverity.Info, "creating", request.Urn));
            return new() { Id = $"{request.Type} {request.Name}", Outputs = request.Inputs };
        }
    }

    private sealed class Engine : IEngine
    {
        public List<LogRequest> Messages { get; } = [];

        public Task LogAsync(LogRequest message)
        {
            Messages.Add(message);
            return Task.CompletedTask;
        }

        public Task RequirePulumiVersionAsync(string pulumiVersionRange) => Task.CompletedTask;
    }
}
