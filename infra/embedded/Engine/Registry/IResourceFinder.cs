using System.Collections.Immutable;
using Pulumi.Experimental;
using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Embedded.Engine.Registry;

using Bag = ImmutableDictionary<string, PropertyValue>;

/// <summary>
/// A provider whose resources have names that Check fixes, so that it can tell what is there before a creation. With
/// it, nothing is taken over that the state doesn't know, and what a killed run left half made is looked up; without
/// it, the engine finishes such a creation to learn the id.
/// </summary>
internal interface IResourceFinder
{
    /// <summary>Why a creation would take over something; null when nothing is there. Never asked for a creation that
    /// takes up an interrupted one.</summary>
    /// <param name="urn">The resource that is to be created.</param>
    /// <param name="inputs">Checked; what isn't known yet leaves it open.</param>
    /// <param name="standing">The id of what this creation replaces and what still stands when it is only previewed.
    /// </param>
    /// <param name="preview">Whether nothing may fail because the provider can't look.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    Task<Diagnostic?> FindObstacleAsync(
        string urn, Bag inputs, string? standing, bool preview, CancellationToken cancellationToken);

    /// <summary>The id of what an interrupted creation of this resource left; null when it left nothing.</summary>
    Task<string?> FindLeftoverAsync(string urn, Bag inputs, CancellationToken cancellationToken);
}
