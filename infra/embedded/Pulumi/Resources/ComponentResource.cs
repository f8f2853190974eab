using System.Reflection;

namespace Pulumi;

/// <summary>A resource that is made of other resources: they name it as their parent.</summary>
public class ComponentResource : Resource
{
    public ComponentResource(string type, string name, ComponentResourceOptions? options = null)
        : this(type, name, ResourceArgs.Empty, options)
    {
    }

    public ComponentResource(
        string type, string name, ResourceArgs? args, ComponentResourceOptions? options = null, bool remote = false)
        : base(type, name, custom: false, args ?? ResourceArgs.Empty, options ?? new ComponentResourceOptions())
    {
        if (remote)
            throw new NotSupportedException("The embedded host can't construct components of other languages.");
    }

    /// <summary>Registers the values of the [Output] properties.</summary>
    protected void RegisterOutputs() => RegisterOutputs(
        (from property in GetType().GetProperties()
         where property.Name != nameof(Urn)
         let attribute = property.GetCustomAttribute<OutputAttribute>()
         where attribute is not null
         let name = string.IsNullOrWhiteSpace(attribute.Name) ? property.Name : attribute.Name
         select KeyValuePair.Create(name, property.GetValue(this))).ToDictionary());

    protected void RegisterOutputs(IDictionary<string, object?> outputs)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        RegisterOutputs(Output.Create(outputs));
    }

    protected void RegisterOutputs(Task<IDictionary<string, object?>> outputs) =>
        RegisterOutputs(Output.Create(outputs));

    protected void RegisterOutputs(Output<IDictionary<string, object?>> outputs)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        Deployment.InternalInstance.RegisterOutputs(this, outputs);
    }
}
