namespace RedisInfra.Embedded.Engine.Projects;

/// <summary>Somebody who may know a passphrase.</summary>
internal interface IPassphrasePrompt
{
    /// <summary>False without a terminal.</summary>
    bool CanAsk { get; }

    Task<string> AskAsync(string question, CancellationToken cancellationToken);

    void Tell(string message);
}
