using RedisInfra.Embedded.Engine.Projects;
using RedisInfra.Embedded.Engine.State;

namespace RedisInfra.Embedded.Engine.Commands;

/// <summary>One stack opened by a command: its file, its secrets, its state.</summary>
internal sealed class StackSession(Workspace workspace, StackName stack)
{
    private readonly HashSet<string> _secretTexts = new(StringComparer.Ordinal);
    private PassphraseSecrets? _ofState;

    public Workspace Workspace => workspace;
    public StackName Stack => stack;

    public StackFile File { get; private set; } =
        StackFile.Load(workspace.Project.Root, stack.Name, workspace.Project.Name);

    /// <summary>Every secret of the configuration, once it was decrypted: for whoever must not show them.</summary>
    public IReadOnlyCollection<string> SecretTexts => _secretTexts;

    /// <summary>The configuration, decrypted.</summary>
    public async Task<StackConfig> ConfigAsync(CancellationToken cancellationToken)
    {
        var secrets = File is { HasSecrets: true, Salt: not null } ? await OfFileAsync(cancellationToken) : null;
        return StackConfig.Resolve(
            workspace.Project, File, secrets is null ? null : text => Keep(secrets.Decrypt(text, "config")));
    }

    /// <summary>The state as it stands on disk; an empty one for a stack that has none.</summary>
    public Task<Snapshot> LoadAsync(CancellationToken cancellationToken) =>
        new StateLoader(workspace.Backend, workspace.Host.Clock).LoadAsync(stack, OfStateAsync, cancellationToken);

    /// <summary>
    /// What the next state is encrypted with: the file's salt if it has one, else the state's, else a new one.
    /// </summary>
    public async Task<PassphraseSecrets> WritingSecretsAsync(CancellationToken cancellationToken)
    {
        if (File.Salt is not null) return await OfFileAsync(cancellationToken);
        if (_ofState is null && workspace.Backend.StateFile(stack) is not null) await LoadAsync(cancellationToken);
        return _ofState ??= await workspace.Passphrases.NewAsync(cancellationToken);
    }

    /// <summary>Makes the stack's state file when there is none. Called under the stack's lock.</summary>
    public async Task CreateAsync(CancellationToken cancellationToken)
    {
        var secrets = await WritingSecretsAsync(cancellationToken);
        await NewStore(secrets).SaveAsync(Snapshot.Empty(secrets, workspace.Host.Clock), cancellationToken);
    }

    public SnapshotStore NewStore(PassphraseSecrets secrets) =>
        new(workspace.Backend, stack, new CheckpointSerializer(secrets));

    /// <summary>A plain value, or a secret one: then the file gets its salt too.</summary>
    public async Task SetConfigAsync(
        ConfigPath path, string value, bool secret, bool typed, CancellationToken cancellationToken)
    {
        var project = workspace.Project.Name;
        var file = File;
        string text;
        if (secret)
        {
            var secrets = await WritingSecretsAsync(cancellationToken);
            if (file.Salt is null) file = StackFileEditor.SetSalt(file, project, secrets.Salt);
            // A place of its own each time: setting a value anew must not repeat its old encryption.
            text = StackFileEditor.Secure(secrets.Encrypt(value, $"{path.Key}/{Guid.NewGuid()}"), path.Steps.Count > 0);
        }
        else text = typed ? YamlScalarText.Typed(value) : YamlScalarText.Of(value);

        await WriteAsync(StackFileEditor.Set(file, project, path, text), cancellationToken);
    }

    public async Task<bool> RemoveConfigAsync(ConfigPath path, CancellationToken cancellationToken)
    {
        if (StackFileEditor.Remove(File, workspace.Project.Name, path) is not { } edited) return false;
        await WriteAsync(edited, cancellationToken);
        return true;
    }

    private string Keep(string secret)
    {
        _secretTexts.Add(secret);
        return secret;
    }

    private async Task WriteAsync(StackFile edited, CancellationToken cancellationToken)
    {
        await System.IO.File.WriteAllTextAsync(edited.Path, edited.Text, cancellationToken);
        File = edited;
    }

    private Task<PassphraseSecrets> OfFileAsync(CancellationToken cancellationToken) =>
        workspace.Passphrases.OpenAsync(File.Salt!, File.Path, stack.Name, cancellationToken);

    private async Task<ISecretsManager?> OfStateAsync(string? salt, CancellationToken cancellationToken)
    {
        if (salt is null) return null;
        return _ofState = await workspace.Passphrases.OpenAsync(
            salt, workspace.Backend.StateFile(stack) ?? workspace.Backend.Paths.State(stack), stack.Name,
            cancellationToken);
    }
}
