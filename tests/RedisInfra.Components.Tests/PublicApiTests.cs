using System.Reflection;
using System.Runtime.CompilerServices;
using RedisInfra.Components.Cluster;
using RedisInfra.Components.Tests.Harness;

namespace RedisInfra.Components.Tests;

/// <summary>What users compile against, as a file: a change of it is seen in review.</summary>
public sealed class PublicApiTests
{
    [Fact]
    public void Assembly_Public_IsTheListedApi()
    {
        var lines = typeof(RedisCluster).Assembly.GetExportedTypes()
            .SelectMany(type => Members(type).Prepend(Describe(type)))
            .Order(StringComparer.Ordinal);

        Snapshots.CheckFile(
            Path.Combine(Snapshots.TestFolder, "../../components/RedisInfra.Components/PublicAPI.txt"),
            string.Join('\n', lines) + "\n");
    }

    private static string Describe(Type type)
    {
        var kind = type.IsEnum ? "enum" : type.IsAbstract && type.IsSealed ? "static class" : "class";
        var basis = type.BaseType is { } b && b != typeof(object) && !type.IsEnum ? " : " + Name(b) : "";
        return $"{kind} {Name(type)}{basis}";
    }

    private static IEnumerable<string> Members(Type type)
    {
        const BindingFlags declared =
            BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        // What the compiler writes for records is no decision of ours.
        var isRecord = type.GetMethod("<Clone>$") is not null;
        foreach (var member in type.GetMembers(declared))
        {
            var line = member switch
            {
                ConstructorInfo constructor => $"new({Parameters(constructor)})",
                PropertyInfo property => $"{property.Name} {{{Accessors(property)} }} : {Name(property.PropertyType)}",
                FieldInfo { IsSpecialName: false } field =>
                    $"{Static(field.IsStatic)}{field.Name} : {Name(field.FieldType)}",
                MethodInfo { IsSpecialName: false } method
                    when !isRecord || !method.IsDefined(typeof(CompilerGeneratedAttribute)) =>
                    $"{Static(method.IsStatic)}{method.Name}({Parameters(method)}) : {Name(method.ReturnType)}",
                _ => null,
            };
            if (line is not null) yield return $"{Name(type)} {line}";
        }
    }

    private static string Static(bool isStatic) => isStatic ? "static " : "";

    private static string Accessors(PropertyInfo property) =>
        (property.GetMethod is { IsPublic: true } ? " get" : "")
        + (property.SetMethod is { IsPublic: true } ? " set" : "");

    private static string Parameters(MethodBase method) => string.Join(
        ", ",
        method.GetParameters().Select(p => $"{Name(p.ParameterType)} {p.Name}{(p.HasDefaultValue ? "?" : "")}"));

    private static string Name(Type type) => type switch
    {
        { IsByRef: true } => "ref " + Name(type.GetElementType()!),
        { IsGenericType: true } => $"{type.FullName![..type.FullName!.IndexOf('`')]}<"
            + string.Join(", ", type.GetGenericArguments().Select(Name)) + ">",
        _ => type.FullName ?? type.Name,
    };
}
