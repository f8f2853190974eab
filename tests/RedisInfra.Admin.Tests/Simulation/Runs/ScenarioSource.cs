using System.Collections.Immutable;
using RedisInfra.Admin.Migration;
using RedisInfra.Admin.Tests.Simulation.Engine;
using RedisInfra.Admin.Tests.Simulation.Faults;
using RedisInfra.Admin.Tests.Simulation.Nodes;
using RedisInfra.Model.Departure;
using RedisInfra.Model.Rebalancing;
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

    /// <summary>Each run of letting members leave gives each of them another id, and a world has 60.</summary>
    private const int MostLeaving = 4;

    private static readonly ScenarioKind[] s_kinds =
    [
        .. Enumerable.Repeat(ScenarioKind.Rebalance, 10), .. Enumerable.Repeat(ScenarioKind.TwoRebalancers, 3),
        .. Enumerable.Repeat(ScenarioKind.Drain, 4), .. Enumerable.Repeat(ScenarioKind.Form, 3),
    ];

    public Scenario Draw()
    {
        var kind = random.Pick(s_kinds);
        var drawn = DrawMoves(kind);
        return kind switch
        {
            ScenarioKind.Drain => Departing(drawn),
            ScenarioKind.Form => Forming(drawn),
            _ => drawn,
        };
    }

    private Scenario DrawMoves(ScenarioKind kind)
    {
        int replicas = random.Pick([0, 1, 1, 1, 2]);
        int standing = random.Between(3, Math.Min(8, MostMembers / (replicas + 1)));
        bool isMoving = kind is ScenarioKind.Rebalance or ScenarioKind.TwoRebalancers;
        int added = isMoving && random.OneIn(2) ? random.Between(1, 2) : 0;
        int leaving = kind != ScenarioKind.Form && random.OneIn(isMoving ? 3 : 2) ? random.Between(1, 2) : 0;
        if (kind == ScenarioKind.Drain) (standing, leaving) = (Math.Min(standing, 12 / (replicas + 1)),
            Math.Min(leaving, MostLeaving / (replicas + 1)));
        if (standing + added < DesiredCluster.MinShards) added = DesiredCluster.MinShards - standing;
        var members = new List<Member>();
        for (int shard = 0; shard < standing + added + leaving; shard++)
        {
            for (int index = 0; index <= replicas; index++) members.Add(NewMember(shard, index, members.Count));
        }
        var slots = new SlotShares(random);
        var weights = isMoving ? slots.Weights(standing, added) : [.. Enumerable.Repeat(1, standing + added)];
        var desired = DesiredCluster.Of("sim", members.Where(member => member.Shard < standing + added))
            .WithWeights(weights);
        ImmutableArray<Member> gone = [.. members.Where(member => member.Shard >= standing + added)];
        return new Scenario
        {
            Kind = kind,
            Profile = Profile(),
            Members = [.. members],
            Desired = desired,
            Leaving = gone,
            Masters = Enumerable.Range(0, standing + added + leaving)
                .ToImmutableDictionary(shard => shard, _ => random.Below(replicas + 1)),
            Owners = slots.Owners(weights, standing, added, leaving),
            Other = new RebalanceRequest(random.Percent(60) ? desired : Otherwise(desired, weights)) { Leaving = gone },
            Occupied = -1,
            FillPercent = random.Pick([0, 10, 50, 100, 100]),
            Clients = random.Between(0, 4),
            ClientPauseUs = random.Pick([2_000, 10_000, 50_000]),
            Faults = Faults(),
            TransferFaultsPerMille = random.Pick([0, 0, 0, 10, 100]),
            HalfMovedSlots = isMoving && random.OneIn(3) ? random.Between(1, 12) : 0,
            Options = new MoveOptions
            {
                MaxWindowSlots = random.Pick([1, 4, 16, 64, 128]),
                MaxSources = random.Between(1, 3),
                Gentle = random.OneIn(5),
                SettlePoll = TimeSpan.FromMilliseconds(50),
                StallTimeout = TimeSpan.FromSeconds(random.Pick([20, 60, 120])),
            },
        };
    }

    /// <summary>Whole shards leave, or members of shards that stay, masters among them, or both.</summary>
    private Scenario Departing(Scenario scenario)
    {
        var leaving = scenario.Leaving.Select(member => member.Name).ToHashSet(StringComparer.Ordinal);
        var shards = scenario.Desired.Shards.Where(shard => shard.Members.Length > 1).ToList();
        random.Shuffle(shards);
        bool isWhole = leaving.Count > 0 && random.OneIn(2);
        foreach (var shard in shards)
        {
            if (isWhole || leaving.Count >= MostLeaving) break;
            leaving.Add(random.Pick(shard.Members).Name);
        }
        var request = DepartureRequest.Of("sim", scenario.Members, leaving);
        return scenario with { Desired = request.Staying, Leaving = request.Leaving };
    }

    /// <summary>Nodes that know nobody; now and then one of them has keys.</summary>
    private Scenario Forming(Scenario scenario)
    {
        int occupied = random.OneIn(6) ? random.Below(scenario.Members.Length) : -1;
        var kept = occupied < 0 ? scenario.Profile : scenario.Profile with { Persistence = Persistence.Kept };
        int? timeoutMs = random.OneIn(2) ? kept.NodeTimeoutMs : null;
        return scenario with
        {
            Occupied = occupied,
            Profile = kept,
            FillPercent = 0,
            Desired = DesiredCluster.Of("sim", scenario.Members, timeoutMs),
        };
    }

    /// <summary>One shard is to own a little more than whoever else is at it wants.</summary>
    private DesiredCluster Otherwise(DesiredCluster desired, List<int> weights)
    {
        List<int> others = [.. weights];
        others[random.Below(others.Count)] += 1;
        return desired.WithWeights(others);
    }

    private static Member NewMember(int shard, int index, int place) =>
        new($"s-{shard}-{index}", shard, index, $"10.0.0.{place + 1}", FirstPort) { GossipIp = $"10.0.0.{place + 1}" };

    private ServerProfile Profile()
    {
        var (version, isValkey) = random.Below(8) switch
        {
            < 4 => ("7.0.15", false),
            < 6 => ("8.4.0", false),
            _ => ("9.0.0", true),
        };
        return new ServerProfile
        {
            Version = version,
            IsValkey = isValkey,
            Password = random.OneIn(4) ? "secret" : null,
            NodeTimeoutMs = random.Pick([1000, 2000, 5000]),
            AllowsReplicaMigration = random.OneIn(3),
            Persistence = random.Pick(
                [Persistence.Kept, Persistence.Kept, Persistence.LastSecondLost, Persistence.None]),
            ReplicaLagUs = random.Pick([500, 2_000, 20_000, 300_000]),
            InterleavePercent = random.Pick([0, 2, 20]),
        };
    }

    private ImmutableArray<PlannedFault> Faults()
    {
        int count = random.Pick([0, 1, 1, 2, 3, 5]);
        var faults = ImmutableArray.CreateBuilder<PlannedFault>();
        for (int i = 0; i < count; i++)
        {
            bool countsMoves = random.Percent(75);
            var kind = (FaultKind)random.Below((int)FaultKind.Transfer + 1);
            // Some runs send a handful of commands, some hundreds.
            int within = countsMoves ? random.Pick([5, 15, 60]) : random.Pick([60, 400]);
            faults.Add(new PlannedFault(kind, random.Below(within), countsMoves));
        }
        return faults.ToImmutable();
    }
}
