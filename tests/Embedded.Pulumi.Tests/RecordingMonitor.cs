using System.Collections.Immutable;
using Pulumi.Experimental;
using Pulumi.Hosting;

namespace Embedded.Pulumi.Tests;

/// <summary>A host that notes what a program asks for and answers with what a test wants, or with the inputs.</summary>
internal sealed class RecordingMonitor : IMonitor
{
    private readonly Lock _lock = new();
    private readonly List<RegisterRequest> _requests = [];
    private readonly Dictionary<string, ImmutableDictionary<string, PropertyValue>> _outputs = [];
    private readonly List<LogRequest> _messages = [];
    private readonly List<string> _read = [];

    public Func<RegisterRequest, RegisterResponse?> Answer { get; init; } = _ => null;

    public Action<LogRequest> OnLog { get; init; } = _ => { };

    public IReadOnlyList<RegisterRequest> Requests => Copy(_requests);

    public IReadOnlyList<LogRequest> Messages => Copy(_messages);

    public IReadOnlyList<string> Read => Copy(_read);

    public RegisterRequest Request(string name) => Requests.Single(request => request.Name == name);

    public ImmutableDictionary<string, PropertyValue> Outputs(string urn)
    {
        lock (_lock) return _outputs[urn];
    }

    public string Errors() => string.Join('\n', Messages
        .Where(message => message.Severity == LogSeverity.Error).Select(message => message.Message));

    public static string Urn(RegisterRequest request)
    {
        var parents = request.ParentUrn.Length == 0 || request.ParentUrn.Contains("pulumi:pulumi:Stack")
            ? "" : $"{request.ParentUrn.Split("::")[2]}$";
        return $"urn:pulumi:dev::prog::{parents}{request.Type}::{request.Name}";
    }

    public async Task<RegisterResponse> RegisterResourceAsync(
        RegisterRequest request, CancellationToken cancellationToken)
    {
        lock (_lock) _requests.Add(request);
        await Task.Yield();
        return Answer(request) ?? new(Urn(request), request.Custom ? $"id-{request.Name}" : "", request.Inputs);
    }

    public Task<RegisterResponse> ReadResourceAsync(
        RegisterRequest request, string id, CancellationToken cancellationToken)
    {
        lock (_lock) _read.Add($"{request.Name} {id}");
        return Task.FromResult(Answer(request) ?? new(Urn(request), id, request.Inputs));
    }

    public Task RegisterResourceOutputsAsync(
        string urn, ImmutableDictionary<string, PropertyValue> outputs, CancellationToken cancellationToken)
    {
        lock (_lock) _outputs.Add(urn, outputs);
        return Task.CompletedTask;
    }

    public Task LogAsync(LogRequest message, CancellationToken cancellationToken)
    {
        OnLog(message);
        lock (_lock) _messages.Add(message);
        return Task.CompletedTask;
    }

    private List<T> Copy<T>(List<T> list)
    {
        lock (_lock) return [.. list];
    }
}
