using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Tidy.Tests;

/// <summary>A file of the repository; its path is relative to the root, with slashes.</summary>
internal sealed class SourceFile(string path, string fullPath)
{
    private readonly Lazy<string> _text = new(() => File.ReadAllText(fullPath));
    private readonly Lazy<SyntaxNode> _syntax = new(() => CSharpSyntaxTree.ParseText(
        File.ReadAllText(fullPath), CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Latest)).GetRoot());

    public string Path => path;

    public string FullPath => fullPath;

    public string Text => _text.Value;

    public SyntaxNode Syntax => _syntax.Value;

    public string[] Lines => Text.Split('\n');

    public bool IsGenerated => path.Contains("/Generated/", StringComparison.Ordinal);

    public bool IsScript =>
        path is "redisinfra" or ".ci/run" or ".ci/api-surface"
        || System.IO.Path.GetExtension(path) is ".sh"
        || (System.IO.Path.GetExtension(path) is "" && Text.StartsWith("#!/bin/", StringComparison.Ordinal));

    /// <summary>A finding as an editor opens it: path, line, what.</summary>
    public string At(SyntaxNode node, string what) =>
        $"{path}:{node.GetLocation().GetLineSpan().StartLinePosition.Line + 1}: {what}";
}
