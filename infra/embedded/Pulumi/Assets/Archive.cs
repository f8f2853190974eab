namespace Pulumi;

public abstract class Archive : AssetOrArchive
{
    private protected Archive(string key, object value) : base(key, value)
    {
    }
}
