namespace Pulumi;

public sealed class RemoteAsset(string uri) : Asset("uri", uri)
{
}
