using Pulumi.Hosting;

namespace Pulumi;

/// <summary>One run of a program.</summary>
public sealed partial class Deployment
{
    private static readonly AsyncLocal<DeploymentInstance?> _instance = new();

    private Stack? _stack;

    private Deployment(HostContext context)
    {
        Context = context;
        Logger = new(context.Monitor, Tasks);
    }

    public static DeploymentInstance Instance => _instance.Value ??
        throw new InvalidOperationException("Trying to acquire Deployment.Instance before 'Run' was called.");

    internal static Deployment InternalInstance => Instance.Internal;

    internal static Deployment? Current => _instance.Value?.Internal;

    internal HostContext Context { get; }

    internal InFlightTasks Tasks { get; } = new();

    internal ProgramLog Logger { get; }

    internal Stack Stack
    {
        get => _stack ?? throw new InvalidOperationException("A resource needs a stack: create it inside 'Run'.");
        set => _stack = value;
    }
}
