using System.Collections.Immutable;
using RedisInfra.Admin.Migration;
using RedisInfra.Admin.Tests.Simulation.Engine;
using RedisInfra.Admin.Tests.Simulation.Faults;
using RedisInfra.Admin.Tests.Simulation.Nodes;
using RedisInfra.Model.Slots;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Tests.Simulation.Runs;

/// <summary>
/// Draws scenarios. Few slots have to move in each (tens, of 16384), so that a run takes milliseconds: new shards and
/// leaving ones are small, and all others own nearly their part.
/// </summary>
internal sealed class ScenarioSource(SeededRandom random)
{
    private const int FirstPort = 6379;
    private const int MostMembers = 20;

    public Scenario Draw()
    {
        int replicas = random.Pick([0, 1, 1, 1, 2]);
        int standing = random.Between(3, Math.Min(8, MostMembers / (replicas + 1)));
        int added = random.OneIn(2) ? random.Between(1, 2) : 0;
        int leaving = random.OneIn(3) ? random.Between(1, 2) : 0;
        if (standing + added < DesiredCluster.MinShards) added = DesiredCluster.MinShards - standing;
        var members = new List<Member>();
        for (int shard = 0; shard < standing + added + leaving; shard++)
        {
            for (int index = 0; index <= replicas; index++) members.Add(NewMember(shard, index, members.Count));
        }
        var weights = Weights(standing, added);
        var stays = members.Where(member => member.Shard < standing + added);
        var scenario = new Scenario
        {
            Profile = Profile(),
            Members = [.. members],
            Desired = DesiredCluster.Of("sim", stays).WithWeights(weights),
            Leaving = [.. members.Where(member => member.Shard >= standing + added)],
            Masters = Enumerable.Range(0, standing + added + leaving)
                .ToImmutableDictionary(shard => shard, _ => random.Below(replicas + 1)),
            Owners = Owners(weights, standing, added, leaving),
            FillPercent = random.Pick([0, 10, 50, 100, 100]),
            Clients = random.Between(0, 4),
            ClientPauseUs = random.Pick([2_000, 10_000, 50_000]),
            Faults = Faults(),
            TransferFaultsPerMille = random.Pick([0, 0, 0, 10, 100]),
            HalfMovedSlots = random.OneIn(3) ? random.Between(1, 12) : 0,
            Options = new MoveOptions
            {
                MaxWindowSlots = random.Pick([1, 4, 16, 64, 128]),
                MaxSources = random.Between(1, 3),
                Gentle = random.OneIn(5),
                SettlePoll = TimeSpan.FromMilliseconds(50),
                StallTimeout = TimeSpan.FromSeconds(random.Pick([20, 60, 120])),
            },
        };
        string version = random.OneIn(4) ? "8.4.0" : scenario.Profile.Version;
        return scenario with { Profile = scenario.Profile with { Version = version } };
    }

    private static Member NewMember(int shard, int index, int place) =>
        new($"s-{shard}-{index}", shard, index, $"10.0.0.{place + 1}", FirstPort) { GossipIp = $"10.0.0.{place + 1}" };

    private ServerProfile Profile() => new()
    {
        Password = random.OneIn(4) ? "secret" : null,
        NodeTimeoutMs = random.Pick([1000, 2000, 5000]),
        AllowsReplicaMigration = random.OneIn(3),
        Persistence = random.Pick([Persistence.Kept, Persistence.Kept, Persistence.LastSecondLost, Persistence.None]),
        ReplicaLagUs = random.Pick([500, 2_000, 20_000, 300_000]),
        InterleavePercent = random.Pick([0, 2, 20]),
    };

    /// <summary>New shards are small beside the others; now and then one that stands is too.</summary>
    private List<int> Weights(int standing, int added)
    {
        var weights = new List<int>();
        for (int shard = 0; shard < standing; shard++) weights.Add(random.Between(40, 100));
        if (random.OneIn(2) && standing > 1) weights[random.Below(standing)] = 1;
        for (int shard = 0; shard < added; shard++) weights.Add(1);
        return weights;
    }

    /// <summary>Nearly what each shard is to own, new ones nothing, leaving ones a little.</summary>
    private byte[] Owners(List<int> weights, int standing, int added, int leaving)
    {
        var owners = new byte[SlotRange.SlotCount];
        int total = weights.Sum();
        int slot = 0;
        for (int shard = 0, sum = 0; shard < weights.Count; shard++)
        {
            sum += weights[shard];
            int end = (int)((long)SlotRange.SlotCount * sum / total);
            byte owner = (byte)(shard < standing ? shard : random.Below(standing));
            for (; slot < end; slot++) owners[slot] = owner;
        }
        for (int i = 0; i < leaving; i++) Give((byte)(standing + added + i), random.Between(1, 40));
        for (int i = random.Below(4); i > 0; i--) Give((byte)random.Below(standing), random.Between(1, 25));
        return owners;

        void Give(byte shard, int count)
        {
            for (int left = count; left > 0;)
            {
                int run = Math.Min(left, random.Between(1, 12));
                int first = random.Below(SlotRange.SlotCount - run);
                for (int i = 0; i < run; i++) owners[first + i] = shard;
                left -= run;
            }
        }
    }

    private ImmutableArray<PlannedFault> Faults()
    {
        int count = random.Pick([0, 1, 1, 2, 3, 5]);
        var faults = ImmutableArray.CreateBuilder<PlannedFault>();
        for (int i = 0; i < count; i++)
        {
            bool countsMoves = random.Percent(75);
            var kind = (FaultKind)random.Below((int)FaultKind.Transfer + 1);
            faults.Add(new PlannedFault(kind, countsMoves ? random.Below(60) : random.Below(400), countsMoves));
        }
        return faults.ToImmutable();
    }
}
