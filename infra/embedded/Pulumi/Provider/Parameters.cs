namespace Pulumi.Experimental.Provider;

public abstract class Parameters
{
}
