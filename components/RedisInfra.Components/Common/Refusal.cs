using System.Collections.Immutable;
using Pulumi;
using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Components.Common;

/// <summary>How components refuse.</summary>
internal static class Refusal
{
    /// <summary>
    /// Pulumi shows a ResourceException as an error of the component, without the stack trace that any other exception
    /// but a RunException gets.
    /// </summary>
    public static void RefuseIfAny(this ComponentResource component, ImmutableArray<Diagnostic> diagnostics)
    {
        if (!diagnostics.IsEmpty)
            throw new ResourceException(string.Join('\n', diagnostics), component, hideStack: true);
    }
}
