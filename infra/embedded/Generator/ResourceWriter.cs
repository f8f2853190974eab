using System.Text;

namespace RedisInfra.Embedded.Generator;

/// <summary>Writes resources and provider resources.</summary>
internal sealed class ResourceWriter(IReadOnlyDictionary<string, ApiType> types, KindList kinds)
{
    private const string Kubernetes = "Pulumi.Kubernetes.";

    public void WriteProvider(StringBuilder source, ApiType type, string package)
    {
        var name = type.ShortName;
        source.Append($$"""
            [ResourceType("pulumi:providers:{{package}}", null)]
            public sealed class {{name}} : ProviderResource
            {
                public {{name}}(string name, {{name}}Args? args = null, CustomResourceOptions? options = null)
                    : base("{{package}}", name, args ?? new {{name}}Args(), options)
                {
                }
            }


            """);
    }

    public void WriteResource(StringBuilder source, ApiType type, ResourceKind kind)
    {
        var isKubernetes = type.Name.StartsWith(Kubernetes, StringComparison.Ordinal);
        var args = isKubernetes ? $"Pulumi.Kubernetes.Types.Inputs.{type.Name[Kubernetes.Length..]}Args"
            : type.Name + "Args";
        var state = types.ContainsKey(type.Name + "State") ? type.ShortName + "State" : null;
        var optional = !types[args].Values.Any(m => m.Required) || isKubernetes;
        var token = kinds.Token(type);

        source.Append($"[ResourceType(\"{token}\", null)]\n");
        source.Append(
            $"public {(isKubernetes ? "class" : "sealed class")} {type.ShortName} : {Names.Type(type.Base)}\n{{\n");
        foreach (var member in type.Values)
        {
            source.Append($"    [Output(\"{member.Wire}\")]\n");
            var output = OutputType(type, types[args], member);
            source.Append($"    public {output} {member.Name} {{ get; private set; }} = null!;\n\n");
        }

        var argsParameter = optional ? $"{Short(args)}? args = null" : $"{Short(args)} args";
        source.Append(
            $"    public {type.ShortName}(string name, {argsParameter}, CustomResourceOptions? options = null)\n");
        var arguments = Arguments(type, args, optional, isKubernetes);
        source.Append($"        : base(\"{token}\", name, {arguments}, MakeOptions(options, null))\n");
        source.Append("    {\n    }\n\n");
        WriteLookup(source, type, token, state);
        if (isKubernetes)
            WriteKubernetesArguments(source, type, Short(args));
        WriteOptions(source, kind);
        source.Append("}\n\n");
    }

    private static string Arguments(ApiType type, string args, bool optional, bool isKubernetes) =>
        isKubernetes ? "MakeArgs(args)"
        : optional ? $"args ?? new {type.ShortName}Args()"
        : "args ?? throw new ArgumentNullException(nameof(args))";

    private static void WriteLookup(StringBuilder source, ApiType type, string token, string? state)
    {
        var parameter = state is null ? "" : $"{state}? state = null, ";
        var required = state is null ? "" : $"{state}? state, ";
        var (name, options) = (type.ShortName, "CustomResourceOptions? options");
        var argument = state is null ? "" : "state, ";
        source.Append($$"""
                private {{name}}(string name, Input<string> id, {{required}}{{options}})
                    : base("{{token}}", name, {{(state is null ? "null" : "state")}}, MakeOptions(options, id))
                {
                }

                public static {{name}} Get(string name, Input<string> id, {{parameter}}{{options}} = null) =>
                    new(name, id, {{argument}}options);


            """);
    }

    private void WriteKubernetesArguments(StringBuilder source, ApiType type, string args)
    {
        source.Append($$"""
                private static {{args}} MakeArgs({{args}}? args)
                {
                    args ??= new();
                    args.ApiVersion = "{{kinds.ApiVersion(type)}}";
                    args.Kind = "{{type.ShortName}}";
                    return args;
                }


            """);
    }

    private static void WriteOptions(StringBuilder source, ResourceKind kind)
    {
        var initial = kind.Secrets.Count == 0 ? "()"
            : $" {{ AdditionalSecretOutputs = {{ {string.Join(", ", kind.Secrets.Select(s => $"\"{s}\""))} }} }}";
        source.Append($$"""
                private static CustomResourceOptions MakeOptions(CustomResourceOptions? options, Input<string>? id)
                {
                    var merged = CustomResourceOptions.Merge(new CustomResourceOptions{{initial}}, options);
                    merged.Id = id ?? merged.Id;
                    return merged;
                }

            """);
    }

    /// <summary>An output that repeats an optional input of a reference type is null when that wasn't given.</summary>
    private static string OutputType(ApiType type, ApiType args, ApiMember member)
    {
        var output = Names.Type(member.Type);
        var input = args.Members.FirstOrDefault(m => m.Wire == member.Wire && !m.Required);
        var maybeNull = !type.Name.StartsWith(Kubernetes, StringComparison.Ordinal) && input is not null
            && (output is "Output<string>"
                || output.StartsWith("Output<ImmutableDictionary<", StringComparison.Ordinal));
        return maybeNull ? output[..^1] + "?>" : output;
    }

    private static string Short(string args) =>
        args.StartsWith(Kubernetes, StringComparison.Ordinal) ? args : args[(args.LastIndexOf('.') + 1)..];
}
