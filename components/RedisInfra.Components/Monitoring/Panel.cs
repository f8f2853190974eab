namespace RedisInfra.Components.Monitoring;

/// <summary>One panel of a dashboard.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Unit">Grafana's word for the unit.</param>
/// <param name="Queries">PromQL, and what its lines are called.</param>
internal sealed record Panel(string Title, string Unit, params (string Expression, string Legend)[] Queries);
