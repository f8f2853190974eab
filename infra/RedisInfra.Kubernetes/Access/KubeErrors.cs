using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Kubernetes;

/// <summary>The findings RI4001 to RI4009: why a cluster can't be reached or used.</summary>
internal static class KubeErrors
{
    public static DiagnosticException NoKubectl() => Error(
        "RI4001", "kubectl", "the program is needed to reach the cluster", "there is none on the PATH",
        "Install kubectl (any version; Debian: apt install kubernetes-client) or add its folder to PATH");

    public static DiagnosticException NoKubeconfig(IReadOnlyList<string> paths, bool isDefault) => Error(
        "RI4002", isDefault ? "kubeconfig" : $"kubeconfig {string.Join(", ", paths)}",
        isDefault ? $"KUBECONFIG is not set, so {paths[0]} is taken" : "the cluster's address is read from there",
        "no such file can be read",
        "Set kubernetes:kubeconfig or KUBECONFIG to a file that exists, or start the lab: ./redisinfra lab up");

    public static DiagnosticException BadKubeconfig(string? path, string error) => Error(
        "RI4002", Place(path), "kubectl was asked for its contexts", $"it says: {OneLine(error)}",
        "Repair the file or name another one");

    public static DiagnosticException NoContext(string? path, IReadOnlyList<string> known) => Error(
        "RI4003", Place(path), "no context is asked for", $"the file has no current one ({Known(known)})",
        "Set kubernetes:context, or run kubectl config use-context");

    public static DiagnosticException UnknownContext(string name, IReadOnlyList<string> known) => Error(
        "RI4003", $"context \"{name}\"", "it is asked for", $"the kubeconfig has no such context ({Known(known)})",
        Spelling.Nearest(name, known) is { } near ? $"Did you mean \"{near}\"? If not, name one that exists"
            : "Name one that exists");

    public static DiagnosticException NoServer(string context, string cluster) => Error(
        "RI4004", $"context \"{context}\"", $"its cluster is \"{cluster}\"", "the kubeconfig gives no server for it",
        "Repair the cluster's entry or name another context");

    public static DiagnosticException NoAnswer(string context, string server, string reason) => Error(
        "RI4005", $"context \"{context}\"", $"its API server is {server}", $"it doesn't answer: {OneLine(reason)}",
        "Start the cluster or name another context; kubectl version shows the same error");

    public static DiagnosticException Unauthorized(string context, string server, string reason) => Error(
        "RI4006", $"context \"{context}\"", $"{server} answers", $"it doesn't accept who we are: {OneLine(reason)}",
        "Log in again or renew the kubeconfig's credentials");

    public static DiagnosticException Forbidden(string who, string what, string place) => Error(
        "RI4007", place, what, $"{who} has no right to", "Ask the cluster's administrator for a Role with that right");

    public static DiagnosticException NotServed(string apiVersion, string kind, IReadOnlyList<string> served) => Error(
        "RI4008", $"{apiVersion}/{kind}", "an object of that kind is asked for",
        served.Count == 0 ? "the cluster serves no such kind"
            : $"the cluster serves it only as {string.Join(", ", served)}",
        "Install what serves it, use a newer cluster, or write a version that is served");

    /// <summary>At most one line of at most 400 characters.</summary>
    public static string OneLine(string text)
    {
        var line = string.Join("; ", text.Split('\n', StringSplitOptions.RemoveEmptyEntries
            | StringSplitOptions.TrimEntries).Distinct()).TrimEnd('.');
        return line.Length <= 400 ? line : line[..400] + "…";
    }

    private static string Place(string? path) => path is null ? "kubeconfig" : $"kubeconfig {path}";

    private static string Known(IReadOnlyList<string> known) =>
        known.Count == 0 ? "it has none" : $"it has {string.Join(", ", known)}";

    private static DiagnosticException Error(string code, string where, string what, string why, string fix) =>
        new(new Diagnostic(code, where, what, why, fix));
}
