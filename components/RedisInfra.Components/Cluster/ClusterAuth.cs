using Pulumi;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Random;

namespace RedisInfra.Components.Cluster;

/// <summary>The password, its Secret, and what rolls the pods when it changes.</summary>
/// <param name="Password">Always a secret.</param>
/// <param name="Revision">Null when the password is generated: then it never changes.</param>
/// <param name="Secret">The Secret that holds it.</param>
internal sealed record ClusterAuth(Output<string> Password, Output<string>? Revision, Secret Secret)
{
    public static ClusterAuth Of(ClusterScope scope)
    {
        var password = Output.CreateSecret(scope.Args.Password?.ToOutput() ?? Generated(scope));
        var revision = scope.Args.Password is null ? null : RevisionOf(scope, password);
        var secret = new Secret(
            scope.ChildName("auth"),
            new SecretArgs
            {
                Metadata = scope.Meta(scope.Layout.AuthSecretName, "auth"),
                Type = "Opaque",
                StringData = { [ClusterContainer.PasswordKey] = password },
            },
            scope.Child());
        return new ClusterAuth(password, revision, secret);
    }

    private static Output<string> Generated(ClusterScope scope) => new RandomPassword(
        scope.ChildName("auth-password"),
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
    private static Output<string> RevisionOf(ClusterScope scope, Output<string> password) => new RandomId(
        scope.ChildName("auth-revision"),
        new RandomIdArgs
        {
            ByteLength = scope.Namespace.Apply(_ => 4),
            Keepers = { ["password"] = password },
        },
        scope.Child()).Hex;
}
