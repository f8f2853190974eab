using System.CommandLine;

namespace RedisInfra.Embedded.Engine.Commands;

/// <summary>The verbs of the Pulumi CLI that the embedded engine carries out, with its flags and words.</summary>
internal static class EngineCommands
{
    public static IReadOnlyList<Command> Create(ProgramSource program, CommandHost? host = null)
    {
        var runner = new CommandRunner(program, host ?? CommandHost.OfProcess());
        return
        [
            UpdateCommands.Up(runner), UpdateCommands.Preview(runner), UpdateCommands.Refresh(runner),
            UpdateCommands.Destroy(runner), UpdateCommands.Import(runner), CancelCommand.Create(runner),
            StackCommand.Create(runner), ConfigCommand.Create(runner),
        ];
    }
}
