using Pulumi;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Random;
using RedisInfra.Components.Cluster;

namespace RedisInfra.Components.Common;

/// <summary>The password, its Secret, and what rolls the pods when it changes.</summary>
/// <param name="Password">Always a secret.</param>
/// <param name="Revision">Null when the password is generated: then it never changes.</param>
/// <param name="Secret">The Secret that holds it.</param>
internal sealed record RedisAuth(Output<string> Password, Output<string>? Revision, Secret Secret)
{
    /// <summary>The key of the Secret that holds the password.</summary>
    public const string Key = "password";

    /// <param name="scope">The component's.</param>
    /// <param name="given">Null: one is generated.</param>
    /// <param name="secretName">The Secret's name.</param>
    /// <param name="labels">The Secret's labels.</param>
    /// <param name="role">What the children are called.</param>
    public static RedisAuth Of(
        ComponentScope scope, Input<string>? given, string secretName, Dictionary<string, string> labels,
        string role = "auth")
    {
        var password = Output.CreateSecret(given?.ToOutput() ?? Generated(scope, role));
        var revision = given is null ? null : RevisionOf(scope, role, password);
        var secret = new Secret(
            scope.ChildName(role),
            new SecretArgs
            {
                Metadata = scope.Meta(secretName, labels),
                Type = "Opaque",
                StringData = { [Key] = password },
            },
            scope.Child());
        return new RedisAuth(password, revision, secret);
    }

    /// <summary>A password that is made once and never changes.</summary>
    public static Output<string> Generated(ComponentScope scope, string role) => new RandomPassword(
        scope.ChildName($"{role}-password"),
        new RandomPasswordArgs
        {
            // Waits for the namespace, that is for all inputs to be accepted.
            Length = scope.Namespace.Apply(_ => RedisClusterDefaults.PasswordLength),
            // Letters and digits need no quoting in redis.conf, connection strings and shells; 32 of them are 190 bits.
            Special = false,
        },
        scope.Child()).Result;

    /// <summary>
    /// A random number that is drawn again with each password, so that pods can show it without showing the password.
    /// </summary>
    public static Output<string> RevisionOf(ComponentScope scope, string role, Output<string> password) =>
        new RandomId(
        scope.ChildName($"{role}-revision"),
        new RandomIdArgs
        {
            ByteLength = scope.Namespace.Apply(_ => 4),
            Keepers = { ["password"] = password },
        },
        scope.Child()).Hex;
}
