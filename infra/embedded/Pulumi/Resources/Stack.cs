using System.Collections.Immutable;
using System.Reflection;

namespace Pulumi;

/// <summary>The root of the resource tree.</summary>
public class Stack : ComponentResource
{
    internal const string RootType = "pulumi:pulumi:Stack";

    public Stack(StackOptions? options = null)
        : base(RootType, $"{Deployment.Instance.ProjectName}-{Deployment.Instance.StackName}", ToComponent(options)) =>
        Deployment.InternalInstance.Stack = this;

    /// <summary>A program without a stack class: its outputs are what the function returns.</summary>
    internal Stack(Func<Task<IDictionary<string, object?>>> program, StackOptions? options) : this(options) =>
        RegisterOutputs(RunAsync(program));

    /// <summary>A stack class doesn't call RegisterOutputs itself.</summary>
    internal void RegisterPropertyOutputs()
    {
        var outputs =
            (from property in GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
             where !property.DeclaringType!.IsAssignableFrom(typeof(Stack))
             let attribute = property.GetCustomAttribute<OutputAttribute>()
             where attribute is not null
             select (Name: attribute.Name ?? property.Name, Value: property.GetValue(this))).ToList();

        List<string> Names(Func<object?, bool> test) => [.. outputs.Where(o => test(o.Value)).Select(o => o.Name)];
        if (Names(value => value is null) is { Count: > 0 } unset)
        {
            throw new RunException($"Output(s) '{string.Join(", ", unset)}' have no value assigned. " +
                "[Output] attributed properties must be assigned inside Stack constructor.");
        }

        if (Names(value => value is not IOutput) is { Count: > 0 } odd)
            throw RunException.OutputsHaveIncorrectType(odd);

        RegisterOutputs(outputs.ToImmutableDictionary<(string Name, object? Value), string, object?>(
            output => output.Name, output => output.Value));
    }

    private static async Task<IDictionary<string, object?>> RunAsync(
        Func<Task<IDictionary<string, object?>>> program) =>
        await program().ConfigureAwait(false) ?? ImmutableDictionary<string, object?>.Empty;

    private static ComponentResourceOptions? ToComponent(StackOptions? options) =>
        options is null ? null : new() { ResourceTransformations = options.ResourceTransformations };
}
