using System.Collections.Immutable;
using Pulumi.Experimental;
using Pulumi.Hosting;

namespace Embedded.Pulumi.Tests.Kinds;

/// <summary>A host that keeps what a program registers and answers with the inputs and, over them, <paramref
/// name="state"/>.</summary>
internal sealed class RecordingMonitor(params (string Name, PropertyValue Value)[] state) : IMonitor
{
    private readonly List<RegisterRequest> _requests = [];
    private readonly List<string> _errors = [];

    public async Task<RegisterRequest> RunAsync(Action program)
    {
        // The host's context must not outlive the run: it flows with the test's own.
        await Task.Run(async () =>
        {
            HostContext.Current = new HostContext(
                "organization", "app", "dev", false, ".", ImmutableDictionary<string, string>.Empty, [], this);
            var exit = await global::Pulumi.Deployment.RunAsync(program);
            Assert.True(exit == 0, string.Join(Environment.NewLine, _errors));
        });
        return Assert.Single(_requests, r => r.Type != "pulumi:pulumi:Stack");
    }

    public Task<RegisterResponse> RegisterResourceAsync(RegisterRequest request, CancellationToken cancellationToken)
    {
        lock (_requests)
        {
            _requests.Add(request);
        }

        var outputs = request.Inputs.SetItems(state.Select(s => KeyValuePair.Create(s.Name, s.Value)));
        return Task.FromResult(
            new RegisterResponse($"urn:pulumi:dev::app::{request.Type}::{request.Name}", "id", outputs));
    }

    public Task<RegisterResponse> ReadResourceAsync(
        RegisterRequest request, string id, CancellationToken cancellationToken) =>
        RegisterResourceAsync(request with { ImportId = id }, cancellationToken);

    public Task RegisterResourceOutputsAsync(
        string urn, ImmutableDictionary<string, PropertyValue> outputs, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    public Task LogAsync(LogRequest message, CancellationToken cancellationToken)
    {
        _errors.Add(message.Message);
        return Task.CompletedTask;
    }
}
