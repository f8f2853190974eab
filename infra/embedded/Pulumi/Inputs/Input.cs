namespace Pulumi;

/// <summary>An input whose type argument doesn't matter.</summary>
internal interface IInput
{
    IOutput ToOutput();

    /// <summary>What goes on the wire: the parts of a collection keep their own secrets and unknowns.</summary>
    IOutput ToWire();
}

/// <summary>A plain value or an output of it.</summary>
public class Input<T> : IInput
{
    private readonly Output<T>? _output;

    private protected Input(Output<T>? output) => _output = output;

    /// <summary>Collections compute theirs from their parts.</summary>
    private protected virtual Output<T> Resolved => _output!;

    private protected virtual IOutput Wire => Resolved;

    public static implicit operator Input<T>(T value) => new(Output.Create(value));

    public static implicit operator Input<T>(Output<T> value) =>
        new(value ?? throw new ArgumentNullException(nameof(value)));

    public static implicit operator Output<T>(Input<T> input) => input.Resolved;

    IOutput IInput.ToOutput() => Resolved;

    IOutput IInput.ToWire() => Wire;
}
