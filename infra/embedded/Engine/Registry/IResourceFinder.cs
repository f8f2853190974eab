using System.Collections.Immutable;
using Pulumi.Experimental;

namespace RedisInfra.Embedded.Engine.Registry;

/// <summary>
/// A provider that can tell the id which a resource has or will get from its checked inputs. With it, what a killed run
/// left half made is looked up; without it, the engine finishes the creation to learn the id.
/// </summary>
internal interface IResourceFinder
{
    /// <summary>Null when it can't be told.</summary>
    string? IdOf(string type, ImmutableDictionary<string, PropertyValue> inputs);
}
