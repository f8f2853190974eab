using System.Text.Json.Nodes;

namespace RedisInfra.Cli.Status;

/// <summary>One resource of a stack's state.</summary>
/// <param name="Urn">Its URN.</param>
/// <param name="Type">Its token.</param>
/// <param name="Parent">The URN of its parent; "" for none.</param>
/// <param name="Inputs">Its inputs, secrets in clear.</param>
internal sealed record StateResource(string Urn, string Type, string Parent, JsonObject Inputs)
{
    /// <summary>The name that the program gave it.</summary>
    public string Name => Urn[(Urn.LastIndexOf(':') + 1)..];

    /// <summary>Hides inputs: there are passwords among them.</summary>
    public override string ToString() => Urn;
}
