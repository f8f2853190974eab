namespace Kubernetes.Tests.EndToEnd;

/// <summary>A checkout without the state, on what another one deployed: nothing is taken over.</summary>
[Collection(LightLabCollection.Name)]
public sealed class TakeOverTests(LabCluster lab)
{
    [LabFact]
    public async Task Up_WithoutTheStateThatMadeTheObjects_NamesThemAllAndTouchesNothing()
    {
        await using var project = await CliProject.CreateAsync(lab);
        project.Write(replicas: 0);
        (await project.UpAsync()).Succeeded();
        var deployed = await ObjectsAsync(project);
        var state = await File.ReadAllTextAsync(project.StateFile);
        File.Delete(project.StateFile);

        var refused = await project.RunAsync("up", "--yes");
        var unseen = await project.UpAsync();

        refused.Failed([.. deployed.Select(o => o.Key).Where(IsDeclared).Select(name => name.Split('/'))
            .Select(o => $"RI4502 {o[0]} \"{project.Namespace}/{o[1]}\": it is to be created, but it exists already")]);
        unseen.Failed("RI4502 ");
        Assert.Equal(deployed, await ObjectsAsync(project));

        await File.WriteAllTextAsync(project.StateFile, state);
        (await project.RunAsync("up", "--yes", "--expect-no-changes")).Succeeded();
    }

    private static async Task<KeyValuePair<string, (string, string)>[]> ObjectsAsync(CliProject project) =>
        [.. (await project.ObjectsAsync()).OrderBy(o => o.Key, StringComparer.Ordinal)];

    private static bool IsDeclared(string name) =>
        !name.StartsWith("Pod/", StringComparison.Ordinal)
        && !name.StartsWith("PersistentVolumeClaim/", StringComparison.Ordinal)
        && !name.Contains("-token-", StringComparison.Ordinal);
}
