using System.CommandLine;
using RedisInfra.Cli.Common;
using Spectre.Console;

namespace RedisInfra.Cli.Testing;

/// <summary><c>redisinfra test [unit|redis|kubernetes|soak]</c>.</summary>
internal static class TestCommand
{
    public static Command Create(IAnsiConsole console)
    {
        var group = new Argument<string[]>("group")
        {
            Description = "What to run: unit, redis (real servers), kubernetes (the lab), soak (the same faults again "
                + "and again, about an hour). All but soak when left out.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        group.AcceptOnlyFromAmong([.. TestGroup.All.Select(g => g.Name)]);
        var filter = new Option<string?>("--filter") { Description = "Only tests that match, as in dotnet test." };
        var record = new Option<FileInfo>("--record")
        {
            Description = "A Markdown file: what the tests ran of the scenarios goes into its table.",
        };
        record.AcceptExistingOnly();
        var command = new Command("test", "Run the project's own tests.") { group, filter, record };
        command.SetAction((parsed, token) =>
        {
            var names = parsed.GetValue(group) ?? [];
            var groups = TestGroup.All.Where(g => names.Length == 0 ? g.Always : names.Contains(g.Name)).ToList();
            return new TestRunner(console, Repository.Root, TimeProvider.System)
                .RunAsync(groups, parsed.GetValue(filter), parsed.GetValue(record), token);
        });
        return command;
    }
}
