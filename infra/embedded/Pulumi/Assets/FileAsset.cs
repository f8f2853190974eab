namespace Pulumi;

public sealed class FileAsset(string path) : Asset("path", path)
{
}
