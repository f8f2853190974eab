using System.Collections.Immutable;

namespace RedisInfra.Components.Common;

/// <summary>The inputs of a <see cref="RedisUserArgs"/> that have rules, as far as they are known.</summary>
/// <param name="Place">What the component's args call the user.</param>
/// <param name="Rules">Null: not known yet.</param>
/// <param name="Password">Null: not known yet, or not set.</param>
internal sealed record UserValues(string Place, string? Rules, string? Password)
{
    /// <summary>Waits for the inputs and keeps those that are known.</summary>
    public static async Task<ImmutableArray<UserValues>> ReadAsync(string field, IReadOnlyList<RedisUserArgs> users)
    {
        var values = ImmutableArray.CreateBuilder<UserValues>();
        foreach (var user in users)
            values.Add(new UserValues(
                UserRules.Place(field, user.Name), await Inputs.KnownAsync(user.Rules).ConfigureAwait(false),
                await Inputs.KnownAsync(user.Password).ConfigureAwait(false)));
        return values.ToImmutable();
    }

    /// <summary>Says who it is without the password: records print all they hold.</summary>
    public override string ToString() => Place;
}
