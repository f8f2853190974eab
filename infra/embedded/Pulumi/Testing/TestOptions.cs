namespace Pulumi.Testing;

public class TestOptions
{
    /// <summary>"project" by default.</summary>
    public string? ProjectName { get; set; }

    public string? RootDirectory { get; set; }

    /// <summary>"stack" by default.</summary>
    public string? StackName { get; set; }

    /// <summary>True by default.</summary>
    public bool? IsPreview { get; set; }

    /// <summary>"organization" by default.</summary>
    public string? OrganizationName { get; set; }
}
