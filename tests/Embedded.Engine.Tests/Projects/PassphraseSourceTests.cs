using RedisInfra.Embedded.Engine.Projects;
using RedisInfra.Model.Diagnostics;

namespace Embedded.Engine.Tests.Projects;

public sealed class PassphraseSourceTests : IDisposable
{
    private readonly TempFolder _home = new();
    private readonly Dictionary<string, string> _variables = [];
    private readonly Prompt _prompt = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task New_NothingGiven_MakesTheMachinesPassphraseOnceAndSaysSo()
    {
        var first = await Source().NewAsync(default);
        var second = await Source().NewAsync(default);

        Assert.NotEqual(first.Salt, second.Salt);
        Assert.Contains(_home["redisinfra/passphrase"], Assert.Single(_prompt.Told));
        Assert.NotNull(await Source().OpenAsync(first.Salt, "f", "dev", default));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_home["redisinfra/passphrase"]));
        }
    }

    [Fact]
    public async Task Open_VariableOrFile_IsUsed()
    {
        _variables[PassphraseSource.TextVariable] = GoldenFiles.Passphrase;
        Assert.Equal(GoldenFiles.Salt, (await Source().OpenAsync(GoldenFiles.Salt, "f", "dev", default)).Salt);

        _variables.Clear();
        _variables[PassphraseSource.FileVariable] = _home.Write("p", GoldenFiles.Passphrase + "\n");
        Assert.Equal(GoldenFiles.Salt, (await Source().OpenAsync(GoldenFiles.Salt, "f", "dev", default)).Salt);
        Assert.False(File.Exists(_home["redisinfra/passphrase"]));
    }

    [Fact]
    public async Task Open_WrongVariable_IsRefusedByName()
    {
        _variables[PassphraseSource.TextVariable] = "wrong";

        var error = await Assert.ThrowsAsync<DiagnosticException>(
            () => Source().OpenAsync(GoldenFiles.Salt, "Pulumi.dev.yaml", "dev", default));

        Assert.Equal(
            "RI5005 Pulumi.dev.yaml: the passphrase of PULUMI_CONFIG_PASSPHRASE doesn't open it, but the check value "
                + "of its "
            + "encryption salt needs another one. Set PULUMI_CONFIG_PASSPHRASE, or PULUMI_CONFIG_PASSPHRASE_FILE to a "
                + "file that "
            + "holds the passphrase it was made with.",
            error.Message);
    }

    [Fact]
    public async Task Open_OnATerminal_AsksUntilItFits()
    {
        _prompt.Answers = new(["no", GoldenFiles.Passphrase]);

        Assert.NotNull(await Source().OpenAsync(GoldenFiles.Salt, "f", "dev", default));
        Assert.Equal(["error: incorrect passphrase"], _prompt.Told);
    }

    [Fact]
    public async Task Open_NothingGivenAndNoTerminal_IsRefused()
    {
        var error = await Assert.ThrowsAsync<DiagnosticException>(() => Source()
            .OpenAsync(GoldenFiles.Salt, "f", "dev", default));

        Assert.Contains("RI5005 f: is encrypted with a passphrase, but none is given.", error.Message);
    }

    private PassphraseSource Source() => new(_variables.GetValueOrDefault, _home.Path, _prompt);

    private sealed class Prompt : IPassphrasePrompt
    {
        public Queue<string> Answers { get; set; } = [];
        public List<string> Told { get; } = [];
        public bool CanAsk => Answers.Count > 0;

        public Task<string> AskAsync(string question, CancellationToken cancellationToken) =>
            Task.FromResult(Answers.Dequeue());

        public void Tell(string message) => Told.Add(message);
    }
}
