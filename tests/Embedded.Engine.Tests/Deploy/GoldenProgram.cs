using System.Collections.Immutable;
using Pulumi;
using Pulumi.Experimental;
using Pulumi.Experimental.Provider;

namespace Embedded.Engine.Tests.Deploy;

/// <summary>The program that the golden files were made with (Golden/Program.cs.txt), its provider included.</summary>
internal static class GoldenProgram
{
    public static Task<int> RunAsync(string firstName = "ann") => Deployment.RunAsync(() =>
    {
        var config = new Config();
        var team = new Team("orders", new TeamArgs { Password = config.RequireSecret("password") }, firstName);
        return new Dictionary<string, object?>
        {
            ["token"] = team.Token, ["members"] = team.Members, ["shards"] = config.RequireInt32("shards"),
        };
    });

    internal sealed class TeamArgs : ResourceArgs
    {
        [Input("password")] public Input<string>? Password { get; set; }
    }

    internal sealed class Team : ComponentResource
    {
        public Team(string name, TeamArgs args, string firstName, ComponentResourceOptions? options = null)
            : base("redisinfra:index:Team", name, args, options)
        {
            var first = new AclUser(
                $"{name}-first", new() { Name = firstName }, new() { Parent = this, Protect = true });
            var second = new AclUser(
                $"{name}-second", new() { Name = first.Name.Apply(n => n + "-2") },
                new()
                {
                    Parent = this, RetainOnDelete = true, IgnoreChanges = { "name" },
                        AdditionalSecretOutputs = { "name" },
                });
            _ = new AclUser(
                $"{name}-third", new() { Name = args.Password! },
                new()
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

    internal sealed class AclUserArgs : ResourceArgs
    {
        [Input("name", required: true)] public Input<string> Name { get; set; } = null!;
    }

    internal sealed class AclUser(string name, AclUserArgs args, CustomResourceOptions? options = null)
        : CustomResource("redislab:index:AclUser", name, args, options)
    {
        [Output("name")] public Output<string> Name { get; private set; } = null!;
        [Output("token")] public Output<string> Token { get; private set; } = null!;
    }

    /// <summary>
    /// redislab: returns name, n = 3, l = [true, null] and a secret token; another name is another user.
    /// </summary>
    internal sealed class Lab : Provider
    {
        public override Task<CheckResponse> CheckConfig(CheckRequest request, CancellationToken ct) =>
            Task.FromResult(new CheckResponse { Inputs = request.NewInputs });

        public override Task<CheckResponse> Check(CheckRequest request, CancellationToken ct) =>
            Task.FromResult(new CheckResponse { Inputs = request.NewInputs });

        public override Task<DiffResponse> Diff(DiffRequest request, CancellationToken ct)
        {
            var isSame = request.OldInputs["name"].WithSecret(false)
                .Equals(request.NewInputs["name"].WithSecret(false));
            return Task.FromResult(new DiffResponse { Changes = !isSame, Replaces = isSame ? [] : ["name"] });
        }

        public override Task<CreateResponse> Create(CreateRequest request, CancellationToken ct)
        {
            _ = request.Inputs["name"].TryGetString(out var name);
            return Task.FromResult(new CreateResponse
            {
                Id = request.Preview ? "" : $"user:{name}",
                Outputs = new Dictionary<string, PropertyValue>
                {
                    ["name"] = request.Inputs["name"],
                    ["n"] = new(3),
                    ["l"] = new(ImmutableArray.Create(new PropertyValue(true), PropertyValue.Null)),
                    ["token"] = new PropertyValue("t").WithSecret(true),
                },
            });
        }
    }
}
