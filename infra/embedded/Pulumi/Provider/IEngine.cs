namespace Pulumi.Experimental;

/// <summary>What a provider may ask of the engine that runs it.</summary>
public interface IEngine
{
    Task LogAsync(LogRequest message);

    Task RequirePulumiVersionAsync(string pulumiVersionRange);
}
