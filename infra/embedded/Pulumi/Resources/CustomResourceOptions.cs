namespace Pulumi;

public sealed class CustomResourceOptions : ResourceOptions
{
    private List<string>? _additionalSecretOutputs;

    public bool? DeleteBeforeReplace { get; set; }

    public List<string> AdditionalSecretOutputs
    {
        get => _additionalSecretOutputs ??= [];
        set => _additionalSecretOutputs = value;
    }

    /// <summary>Take the existing resource with this id under management.</summary>
    public string? ImportId { get; set; }

    /// <summary>New options with both; where both set a value the second's stands, lists are joined.</summary>
    public static CustomResourceOptions Merge(CustomResourceOptions? options1, CustomResourceOptions? options2)
    {
        var merged = Copy(options1);
        if (options2 is null) return merged;

        merged.MergeFrom(options2);
        merged.DeleteBeforeReplace = options2.DeleteBeforeReplace ?? merged.DeleteBeforeReplace;
        merged.ImportId = options2.ImportId ?? merged.ImportId;
        merged.AdditionalSecretOutputs.AddRange(options2.AdditionalSecretOutputs);
        return merged;
    }

    internal override ResourceOptions Clone() => Copy(this);

    private static CustomResourceOptions Copy(CustomResourceOptions? options) =>
        options?.CopyTo(new CustomResourceOptions
        {
            DeleteBeforeReplace = options.DeleteBeforeReplace,
            ImportId = options.ImportId,
            AdditionalSecretOutputs = [.. options.AdditionalSecretOutputs],
        }) ?? new CustomResourceOptions();
}
