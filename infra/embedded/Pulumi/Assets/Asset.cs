namespace Pulumi;

public abstract class Asset : AssetOrArchive
{
    private protected Asset(string key, object value) : base(key, value)
    {
    }
}
