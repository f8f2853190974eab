using Pulumi;

namespace Embedded.Pulumi.Tests.Golden;

/// <summary>The program that the golden files were made with, statement for statement.</summary>
internal static class GoldenProgram
{
    public static Task<int> RunAsync() => Deployment.RunAsync(() =>
    {
        var config = new Config();
        var team = new Team("orders", new TeamArgs { Password = config.RequireSecret("password") });
        return new Dictionary<string, object?>
        {
            ["token"] = team.Token,
            ["members"] = team.Members,
            ["shards"] = config.RequireInt32("shards"),
        };
    });

    private sealed class TeamArgs : ResourceArgs
    {
        [Input("password")] public Input<string>? Password { get; set; }
    }

    private sealed class Team : ComponentResource
    {
        public Team(string name, TeamArgs args, ComponentResourceOptions? options = null)
            : base("redisinfra:index:Team", name, args, options)
        {
            var first = new AclUser($"{name}-first", new() { Name = "ann" }, new() { Parent = this, Protect = true });
            var second = new AclUser($"{name}-second", new() { Name = first.Name.Apply(n => n + "-2") }, new()
            {
                Parent = this,
                RetainOnDelete = true,
                IgnoreChanges = { "name" },
                AdditionalSecretOutputs = { "name" },
            });
            _ = new AclUser($"{name}-third", new() { Name = args.Password! }, new()
            {
                Parent = this,
                DependsOn = { second },
                DeleteBeforeReplace = true,
                CustomTimeouts = new() { Create = TimeSpan.FromMinutes(5) },
                Aliases = { new Alias { Name = "old-third" } },
            });
            Token = first.Token;
            Members = Output.Create(3);
            RegisterOutputs();
        }

        [Output] public Output<string> Token { get; private set; }
        [Output] public Output<int> Members { get; private set; }
    }

    private sealed class AclUserArgs : ResourceArgs
    {
        [Input("name", required: true)] public Input<string> Name { get; set; } = null!;
    }

    private sealed class AclUser : CustomResource
    {
        public AclUser(string name, AclUserArgs args, CustomResourceOptions? options = null)
            : base("redislab:index:AclUser", name, args, options)
        {
        }

        [Output("name")] public Output<string> Name { get; private set; } = null!;
        [Output("token")] public Output<string> Token { get; private set; } = null!;
    }
}
