using Pulumi;

namespace Embedded.Pulumi.Tests.Resources;

public sealed class ResourceOptionsTests
{
    [Fact]
    public void Merge_CustomOptions_JoinsListsAndLetsTheSecondWin()
    {
        var first = new CustomResourceOptions
        {
            Protect = true, Version = "1.0.0", ImportId = "i",
            IgnoreChanges = { "a" }, AdditionalSecretOutputs = { "x" },
        };
        var second = new CustomResourceOptions
        {
            Protect = false, IgnoreChanges = { "b" }, AdditionalSecretOutputs = { "y" }, DeleteBeforeReplace = true,
        };

        var merged = CustomResourceOptions.Merge(first, second);

        Assert.False(merged.Protect);
        Assert.Equal("1.0.0", merged.Version);
        Assert.Equal(["a", "b"], merged.IgnoreChanges);
        Assert.Equal(["x", "y"], merged.AdditionalSecretOutputs);
        Assert.Equal("i", merged.ImportId);
        Assert.True(merged.DeleteBeforeReplace);
        Assert.Equal(["a"], first.IgnoreChanges);
        Assert.Equal(["x"], first.AdditionalSecretOutputs);
    }

    [Fact]
    public void Merge_Nothing_IsEmptyOptions()
    {
        Assert.Empty(CustomResourceOptions.Merge(null, null).IgnoreChanges);
        Assert.Empty(ComponentResourceOptions.Merge(null, null).Providers);
    }

    [Fact]
    public async Task Merge_Providers_KeepsTheLastOfEachPackage()
    {
        List<string>? names = null;
        await TestRun.OfAsync(() =>
        {
            var merged = ComponentResourceOptions.Merge(
                new() { Providers = { new Any("a", "a1"), new Any("b", "b1") } },
                new() { Providers = { new Any("a", "a2") } });
            names = [.. merged.Providers.Select(provider => provider.GetResourceName())];
        });

        Assert.Equal(["b1", "a2"], names);
    }

    [Fact]
    public async Task Merge_DependsOn_KeepsBoth()
    {
        var monitor = await TestRun.OfAsync(() =>
        {
            var options = CustomResourceOptions.Merge(
                new() { DependsOn = { new Thing("a") } }, new() { DependsOn = { new Thing("b") } });
            _ = new Thing("c", null, options);
        });

        Assert.Equal(2, monitor.Request("c").Dependencies.Count);
    }

    private sealed class Any(string package, string name) : ProviderResource(package, name, ResourceArgs.Empty);
}
