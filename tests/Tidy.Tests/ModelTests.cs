using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using RedisInfra.Model.Diagnostics;

namespace Tidy.Tests;

/// <summary>
/// Model is pure: nothing but the framework, and of that no socket, file, clock, randomness or process.
/// </summary>
public class ModelTests
{
    private static readonly string[] PureAssemblies =
    [
        "System.Collections", "System.Collections.Immutable", "System.Linq", "System.Memory", "System.Numerics",
        "System.ObjectModel", "System.Runtime", "System.Runtime.Numerics", "System.Text.Encodings.Web",
        "System.Text.Json", "System.Text.RegularExpressions", "System.Runtime.Extensions",
    ];

    private static readonly string[] ImpureTypes =
    [
        "System.TimeProvider", "System.Random", "System.IO.File", "System.IO.Directory",
        "System.Diagnostics.Stopwatch", "System.Threading.Thread", "System.Threading.Tasks.Task",
    ];

    private static readonly string[] ImpureMembers =
    [
        "DateTime.get_Now", "DateTime.get_UtcNow", "DateTimeOffset.get_Now", "DateTimeOffset.get_UtcNow",
            "Guid.NewGuid",
        "Environment.GetEnvironmentVariable", "Environment.get_TickCount", "Environment.get_TickCount64",
        "Environment.get_MachineName", "Environment.get_UserName",
    ];

    [Fact]
    public void Model_Always_ReferencesPureFrameworkAssembliesOnly() =>
        Findings.None(typeof(Diagnostic).Assembly.GetReferencedAssemblies()
            .Select(a => a.Name).Except(PureAssemblies));

    [Fact]
    public void Model_Always_CallsNothingImpure()
    {
        using var file = new PEReader(File.OpenRead(typeof(Diagnostic).Assembly.Location));
        var metadata = file.GetMetadataReader();
        var types = metadata.TypeReferences.Select(metadata.GetTypeReference)
            .Select(t => $"{metadata.GetString(t.Namespace)}.{metadata.GetString(t.Name)}");
        var members = metadata.MemberReferences.Select(metadata.GetMemberReference)
            .Where(m => m.Parent.Kind == HandleKind.TypeReference)
            .Select(m => $"{TypeName(m)}.{metadata.GetString(m.Name)}");
        Findings.None(types.Intersect(ImpureTypes).Concat(members.Intersect(ImpureMembers)));

        string TypeName(MemberReference m) =>
            metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)m.Parent).Name);
    }

    [Fact]
    public void ModelProject_Always_StandsAlone()
    {
        var project = SourceTree.Files.Single(f => f.Path == "infra/RedisInfra.Model/RedisInfra.Model.csproj");
        Assert.DoesNotContain("Reference Include", project.Text);
        Assert.DoesNotContain("UsesPulumi", project.Text);
    }
}
