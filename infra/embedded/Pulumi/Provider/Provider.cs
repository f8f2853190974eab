using Pulumi.Hosting;

namespace Pulumi.Experimental.Provider;

/// <summary>
/// Base of every provider. What a provider doesn't override throws <see cref="NotSupportedException"/>; a host treats
/// that as the protocol's "unimplemented".
/// </summary>
public abstract class Provider
{
    public virtual Task<ParameterizeResponse> Parameterize(ParameterizeRequest request, CancellationToken ct) =>
        throw Unsupported(nameof(Parameterize));

    public virtual Task<GetSchemaResponse> GetSchema(GetSchemaRequest request, CancellationToken ct) =>
        throw Unsupported(nameof(GetSchema));

    public virtual Task<CheckResponse> CheckConfig(CheckRequest request, CancellationToken ct) =>
        throw Unsupported(nameof(CheckConfig));

    public virtual Task<DiffResponse> DiffConfig(DiffRequest request, CancellationToken ct) =>
        throw Unsupported(nameof(DiffConfig));

    public virtual Task<ConfigureResponse> Configure(ConfigureRequest request, CancellationToken ct) =>
        Task.FromResult(new ConfigureResponse
        {
            AcceptOutputs = true,
            AcceptResources = true,
            AcceptSecrets = true,
            SupportsPreview = true,
        });

    public virtual Task<InvokeResponse> Invoke(InvokeRequest request, CancellationToken ct) =>
        throw Unsupported(nameof(Invoke));

    public virtual Task<CreateResponse> Create(CreateRequest request, CancellationToken ct) =>
        throw Unsupported(nameof(Create));

    public virtual Task<ReadResponse> Read(ReadRequest request, CancellationToken ct) =>
        throw Unsupported(nameof(Read));

    public virtual Task<CheckResponse> Check(CheckRequest request, CancellationToken ct) =>
        throw Unsupported(nameof(Check));

    public virtual Task<DiffResponse> Diff(DiffRequest request, CancellationToken ct) =>
        throw Unsupported(nameof(Diff));

    public virtual Task<UpdateResponse> Update(UpdateRequest request, CancellationToken ct) =>
        throw Unsupported(nameof(Update));

    public virtual Task Delete(DeleteRequest request, CancellationToken ct) => throw Unsupported(nameof(Delete));

    public virtual Task<ConstructResponse> Construct(ConstructRequest request, CancellationToken ct) =>
        throw Unsupported(nameof(Construct));

    public virtual Task<CallResponse> Call(CallRequest request, CancellationToken ct) =>
        throw Unsupported(nameof(Call));

    /// <summary>
    /// The embedded host calls a provider's entry point in its own process, so there is no port to open: the factory is
    /// handed over and Serve returns.
    /// </summary>
    public static Task Serve(
        string[] args, string? version, Func<IEngine, Provider> factory, CancellationToken cancellationToken)
    {
        var capture = ProviderCapture.Current ?? throw new InvalidOperationException(
            "This provider was built for the embedded host, which runs it in its own process. " +
            "Build it with -p:PulumiSdk=official to serve it to the Pulumi CLI.");
        capture.Version = version ?? "";
        capture.Factory = factory;
        return Task.CompletedTask;
    }

    private NotSupportedException Unsupported(string method) =>
        new($"The method '{method}' is not implemented by {GetType().Name}.");
}
