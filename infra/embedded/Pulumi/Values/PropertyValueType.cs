namespace Pulumi.Experimental;

public enum PropertyValueType
{
    Null,
    Bool,
    Number,
    String,
    Array,
    Map,
    Asset,
    Archive,
    Resource,
    Computed,
}
