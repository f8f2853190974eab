namespace Pulumi;

/// <summary>A resource that a provider creates, reads, updates and deletes.</summary>
public class CustomResource : Resource
{
    public CustomResource(string type, string name, ResourceArgs? args, CustomResourceOptions? options = null)
        : base(type, name, custom: true, args ?? ResourceArgs.Empty, options ?? new CustomResourceOptions())
    {
    }

    private protected CustomResource(string urn, string? id) : base(urn) =>
        Id = new(Task.FromResult(new OutputData<string>([this], id ?? "", IsKnown: id is not null, IsSecret: false)));

    [Output("id")]
    public Output<string> Id { get; private protected set; } = null!;
}
