using System.Collections.Immutable;
using Pulumi.Experimental;
using Pulumi.Hosting;
using Pulumi.Serialization;

namespace Pulumi.Testing;

/// <summary>The host of a unit test: passes everything on to the test's mocks.</summary>
internal sealed class MockMonitor(IMocks mocks) : IMonitor
{
    private readonly List<string> _errors = [];

    public ImmutableArray<string> Errors
    {
        get
        {
            lock (_errors) return [.. _errors];
        }
    }

    public async Task<RegisterResponse> RegisterResourceAsync(
        RegisterRequest request, CancellationToken cancellationToken)
    {
        if (request.Type == Stack.RootType)
            return new(Urn(request), "", ImmutableDictionary<string, PropertyValue>.Empty);

        var (id, state) = await NewAsync(request, request.ImportId).ConfigureAwait(false);
        return new(Urn(request), id ?? request.ImportId, state);
    }

    public async Task<RegisterResponse> ReadResourceAsync(
        RegisterRequest request, string id, CancellationToken cancellationToken)
    {
        var (_, state) = await NewAsync(request, id).ConfigureAwait(false);
        return new(Urn(request), id, state);
    }

    public Task RegisterResourceOutputsAsync(
        string urn, ImmutableDictionary<string, PropertyValue> outputs, CancellationToken cancellationToken) =>
        mocks.RegisterResourceOutputs(new(urn, outputs.ToImmutableDictionary(pair => pair.Key, pair =>
        {
            var plain = new PlainReader();
            var value = plain.Read(pair.Value);
            return new Output<object?>(Task.FromResult(
                new OutputData<object?>([], value, plain.IsKnown, plain.IsSecret)));
        })));

    public Task LogAsync(LogRequest message, CancellationToken cancellationToken)
    {
        if (message.Severity == LogSeverity.Error)
            lock (_errors) _errors.Add(message.Message);
        return Task.CompletedTask;
    }

    private async Task<(string? Id, ImmutableDictionary<string, PropertyValue> State)> NewAsync(
        RegisterRequest request, string id)
    {
        var (newId, state) = await mocks.NewResourceAsync(new()
        {
            Type = request.Type,
            Name = request.Name,
            Inputs = Plain(request.Inputs),
            Provider = request.Provider,
            Id = id,
        }).ConfigureAwait(false);

        var plain = state is IDictionary<string, object> map ? map.ToImmutableDictionary() : state;
        var written = await new InputWriter().WriteAsync(plain, "").ConfigureAwait(false);
        return written.TryGetMap(out var properties)
            ? (newId, properties)
            : throw new InvalidOperationException($"A mock's state must be a map, not a {state.GetType().FullName}.");
    }

    /// <summary>What isn't known is left out, as a real provider would not see it either.</summary>
    private static ImmutableDictionary<string, object> Plain(ImmutableDictionary<string, PropertyValue> inputs)
    {
        var plain = ImmutableDictionary.CreateBuilder<string, object>();
        foreach (var (name, input) in inputs)
        {
            var reader = new PlainReader();
            if (reader.Read(input) is { } value && reader.IsKnown) plain.Add(name, value);
        }

        return plain.ToImmutable();
    }

    /// <summary>Under mocks a URN has just the first of its parents' types: the official SDK's quirk, kept.</summary>
    private static string Urn(RegisterRequest request)
    {
        var type = request.ParentUrn.Length == 0
            ? request.Type
            : $"{request.ParentUrn.Split("::")[2].Split('$')[0]}${request.Type}";
        var run = Deployment.Instance;
        return $"urn:pulumi:{run.StackName}::{run.ProjectName}::{type}::{request.Name}";
    }
}
