namespace RedisInfra.Embedded.Engine.Providers.Kubernetes;

/// <summary>The API server refused. <see cref="Status"/> and <see cref="Reason"/> are those of its answer; the status
/// is 0 when none came.</summary>
internal sealed class ClusterException(int status, string reason, string message, bool isFieldConflict = false)
    : Exception(message)
{
    public int Status { get; } = status;

    public string Reason { get; } = reason;

    /// <summary>
    /// The answer says nothing about the object: its namespace comes with the same run, the user may not dry-run, or
    /// the server is busy. (A malformed object is a 500 in server-side apply, so that one does say something.)
    /// </summary>
    public bool TellsNothing => Status is 0 or 403 or 404 or 409 or 429 or >= 502;

    /// <summary>The request may have been carried out: nobody, or something before the server, answered.</summary>
    public bool HasNoAnswer => Status is 0 or >= 502;

    /// <summary>Another manager owns a field that was applied.</summary>
    public bool IsFieldConflict { get; } = isFieldConflict;
}
