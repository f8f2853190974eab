namespace Pulumi;

/// <summary>An output that is handed out before it is known where it comes from.</summary>
public sealed class DeferredOutput<T>
{
    private readonly TaskCompletionSource<Output<T>> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public DeferredOutput() => Output = new(DataAsync());

    public Output<T> Output { get; }

    public void Resolve(Output<T> output)
    {
        if (!_source.TrySetResult(output))
            throw new InvalidOperationException("A DeferredOutput can be resolved only once.");
    }

    private async Task<OutputData<T>> DataAsync()
    {
        var output = await _source.Task.ConfigureAwait(false);
        return await output.DataTask.ConfigureAwait(false);
    }
}
