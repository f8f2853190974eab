namespace Redis.Tests.Migration;

/// <summary>Four masters with a quarter of the slots each, for tests that leave them so.</summary>
public sealed class EvenCluster : IAsyncLifetime
{
    /// <summary>For all tests that use it together.</summary>
    private static readonly TimeSpan s_deadline = TimeSpan.FromMinutes(7);

    public MoveCluster Cluster { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Cluster = await MoveCluster.StartAsync(deadline: s_deadline);
        await Cluster.Keys.FillAsync(400);
        await Cluster.MoveAsync(Cluster.Out);
        await Cluster.AssertAtRestAsync(4096, 4096, 4096, 4096);
    }

    public async Task DisposeAsync() => await Cluster.DisposeAsync();
}
