using System.Collections.Immutable;
using Pulumi;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;

namespace RedisInfra.Components.Common;

/// <summary>
/// The ACL users of some pods. Their passwords are in one Secret, for applications; what pods get has digests of them
/// only. A new content of that is a new Secret, so pods that weren't rolled yet keep theirs.
/// </summary>
/// <param name="Passwords">By user; always secrets.</param>
/// <param name="PasswordsName">What the Secret with them is called.</param>
/// <param name="Lines">The Secret for the pods: a line each, as redis.conf has it.</param>
/// <param name="LinesName">Its name, which ends with the revision: a pod template that has it rolls with it.</param>
/// <param name="Revision">Another one with other users, and it tells nothing of them.</param>
internal sealed record RedisUsers(
    ImmutableSortedDictionary<string, Output<string>> Passwords, Output<string> PasswordsName, Secret Lines,
    Output<string> LinesName, Output<string> Revision)
{
    private const string Volume = "users";
    private const string File = "users";

    /// <summary>Only the pod's user reads it: 0440 in the decimal notation that JSON has.</summary>
    private const int ReadableByGroup = 288;

    /// <param name="scope">The component's.</param>
    /// <param name="declared">The users.</param>
    /// <param name="owner">What the Secrets' names begin with.</param>
    /// <param name="labels">Their labels.</param>
    /// <param name="role">What the children's names begin with.</param>
    /// <param name="known">Passwords of users of that name, where they declare none.</param>
    /// <returns>Null when none are declared.</returns>
    public static RedisUsers? Of(
        ComponentScope scope, IReadOnlyList<RedisUserArgs> declared, string owner, Dictionary<string, string> labels,
        string role = "user", RedisUsers? known = null)
    {
        if (declared.Count == 0) return null;
        var passwords = declared.ToImmutableSortedDictionary(
            user => user.Name, user => Password(scope, user, role, known), StringComparer.Ordinal);
        var passwordsName = scope.Namespace.Apply(_ => $"{owner}-users");
        _ = new Secret(
            scope.ChildName($"{role}s"),
            new SecretArgs
            {
                Metadata = scope.Meta(passwordsName, labels), Type = "Opaque", StringData = Map(passwords),
            },
            scope.Child());
        var lines = Output.CreateSecret(Output.All(declared
                .OrderBy(user => user.Name, StringComparer.Ordinal)
                .Select(user => Output.Tuple(passwords[user.Name], user.Rules.ToOutput())
                    .Apply(pair => Line(user.Name, pair.Item1, pair.Item2))))
            .Apply(all => string.Concat(all)));
        var revision = RedisAuth.RevisionOf(scope, $"{role}s", lines);
        var name = revision.Apply(value => $"{owner}-users-{value}");
        var secret = new Secret(
            scope.ChildName($"{role}s-acl"),
            new SecretArgs { Metadata = scope.Meta(name, labels), Type = "Opaque", StringData = { [File] = lines } },
            scope.Child());
        return new RedisUsers(passwords, passwordsName, secret, name, revision);
    }

    /// <summary>A user of redis.conf: nothing but what the rules say, and the password by its digest.</summary>
    public static string Line(string name, string password, string rules) =>
        $"user {name} reset on #{Naming.Digest(password, 64)} {string.Join(' ', UserRules.Words(rules))}\n";

    /// <summary>Gives a pod the lines, for its scripts.</summary>
    public void AddTo(PodSpecArgs spec, ContainerArgs container)
    {
        spec.Volumes.Add(new VolumeArgs
        {
            Name = Volume,
            Secret = new SecretVolumeSourceArgs { SecretName = LinesName, DefaultMode = ReadableByGroup },
        });
        container.VolumeMounts.Add(new VolumeMountArgs
        {
            Name = Volume, MountPath = ShellParts.UsersFolder, ReadOnly = true,
        });
    }

    private static Output<string> Password(
        ComponentScope scope, RedisUserArgs user, string role, RedisUsers? known)
    {
        if (user.Password is { } given) return Output.CreateSecret(given.ToOutput());
        if (known is not null && known.Passwords.TryGetValue(user.Name, out var same)) return same;
        return Output.CreateSecret(RedisAuth.Generated(scope, $"{role}-{user.Name}"));
    }

    private static InputMap<string> Map(ImmutableSortedDictionary<string, Output<string>> passwords)
    {
        var map = new InputMap<string>();
        foreach (var (name, password) in passwords) map.Add(name, password);
        return map;
    }
}
