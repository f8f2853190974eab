using System.Diagnostics;
using System.Net;
using RedisInfra.Admin.Bench.Workload;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Formation;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Health;
using RedisInfra.Model.Slots;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Bench;

/// <summary>
/// Moves the same data from 3 masters to 4 and back, with ours and with redis-cli: each on new servers with the same
/// keys, each as a process of its own, judged by the same judge.
/// </summary>
public static class RebalanceBench
{
    private const int Shards = 3;
    private static readonly TimeSpan s_serverAge = TimeSpan.FromSeconds(2.5);
    private static readonly TimeSpan s_settle = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(3);

    /// <summary>Measures; servers that were started are ended, whatever happens.</summary>
    /// <param name="options">What.</param>
    /// <param name="writeLine">Told what goes on, and each row.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task<IReadOnlyList<RebalanceBenchRow>> RunAsync(
        RebalanceBenchOptions options, Action<string> writeLine, CancellationToken cancellationToken)
    {
        var rows = new List<RebalanceBenchRow>();
        var movers = BenchMover.All(options)
            .Where(mover => options.Movers.Count == 0 || options.Movers.Contains(mover.Name)).ToList();
        foreach (bool isLoaded in new[] { false, true })
        {
            if (isLoaded ? !options.WithLoad : !options.WithoutLoad) continue;
            foreach (var mover in movers.Where(mover => isLoaded || !mover.OnlyWithLoad))
            {
                await using var servers = await LoopbackServers.StartAsync(
                    options.Build, Shards + 1, options.Replicas, cancellationToken);
                await using var nodes = new ClusterConnections(new DirectReach(), new ClusterAccess());
                var run = new BenchRun(options, servers, nodes, writeLine);
                await run.PrepareAsync(cancellationToken);
                rows.AddRange(await run.MeasureAsync(mover, isLoaded, cancellationToken));
            }
        }
        return rows;
    }

    /// <summary>One set of servers.</summary>
    private sealed class BenchRun(
        RebalanceBenchOptions options, LoopbackServers servers, ClusterConnections nodes, Action<string> writeLine)
    {
        private readonly KeyLoader _keys = new(nodes, options.Keys, options.ValueBytes);

        private Member Fourth => servers.Members[Shards];

        /// <summary>Three shards with all keys, and a fourth, empty one that every node knows.</summary>
        public async Task PrepareAsync(CancellationToken cancellationToken)
        {
            await Task.Delay(s_serverAge, cancellationToken);
            var three = DesiredCluster.Of("bench", servers.Members.Where(member => member.Shard < Shards));
            await new ClusterFormer(nodes, three).FormAsync(cancellationToken);
            // A new master refuses writes for its first seconds.
            await Task.Delay(s_serverAge, cancellationToken);
            long began = Stopwatch.GetTimestamp();
            var layout = SlotLayout.Even(Shards);
            var owners = three.Shards.Select(shard => (shard.Members[0], SlotSet.Of(layout[shard.Index])));
            await _keys.LoadAsync([.. owners], cancellationToken);
            writeLine(FormattableString.Invariant(
                $"{options.Keys} keys loaded in {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s"));
            await JoinAsync(cancellationToken);
        }

        public async Task<IReadOnlyList<RebalanceBenchRow>> MeasureAsync(
            BenchMover mover, bool isLoaded, CancellationToken cancellationToken)
        {
            string any = servers.Members[0].Endpoint;
            string id = await FourthIdAsync(cancellationToken);
            var rows = new List<RebalanceBenchRow>();
            await using var load = isLoaded ? await StartLoadAsync(cancellationToken) : null;
            foreach (bool isOut in new[] { true, false })
            {
                WorkloadReport? idle = null;
                if (load is not null)
                {
                    load.Lap();
                    await Task.Delay(options.IdleTime, cancellationToken);
                    idle = load.Lap();
                }
                long before = await CountAsync(Fourth, cancellationToken);
                var processor = servers.ProcessorTime;
                var run = await MeasuredProcess.RunAsync(
                    isOut ? mover.Out(any) : mover.In(any, Fourth.Endpoint, id), cancellationToken);
                var client = idle is null ? null : Since(idle, load!.Lap());
                processor = servers.ProcessorTime - processor;
                long keys = Math.Abs(await CountAsync(Fourth, cancellationToken) - before);
                string? failure = run.ExitCode == 0 ? null : Tail(run.Output);
                failure ??= await SettleAsync(!isOut, cancellationToken);
                int wrong = await _keys.CountWrongAsync(await OwnersAsync(cancellationToken), cancellationToken);
                rows.Add(new RebalanceBenchRow(mover.Name, isOut ? "3 to 4" : "4 to 3", run.Elapsed, keys, processor,
                    run.PeakBytes, wrong, idle, client, failure));
                writeLine($"{rows[^1]}");
                if (failure is not null) break;
            }
            if (load is null) return rows;
            // What clients wrote is looked for at the end: that is a part of the last row.
            var last = rows[^1];
            rows[^1] = last with { Client = Found(last.Client!, await load.StopAsync(cancellationToken)) };
            return rows;
        }

        /// <summary>Faults are counted from the start; a row has its own.</summary>
        private static WorkloadReport Since(WorkloadReport before, WorkloadReport now) =>
            now with { Errors = now.Errors - before.Errors, Retries = now.Retries - before.Retries };

        private static WorkloadReport Found(WorkloadReport row, WorkloadReport end) => row with
        {
            Lost = end.Lost,
            Stale = end.Stale,
            ExpiriesLost = end.ExpiriesLost,
            Samples = end.Samples,
        };

        private async Task<string> FourthIdAsync(CancellationToken cancellationToken) =>
            (await nodes.ExecuteAsync(Fourth, [RespCommand.Of("CLUSTER", "MYID")], cancellationToken))[0].Text;

        private async Task JoinAsync(CancellationToken cancellationToken)
        {
            // Everybody meets everybody: the bus port is the port and 10000, as it is by default.
            foreach (var member in servers.Members)
            {
                await nodes.ExecuteAsync(member, [.. servers.Members.Where(other => other.Shard == Shards
                        || member.Shard == Shards).Where(other => other != member).Select(other =>
                    RespCommand.Of("CLUSTER", "MEET", other.Host, $"{other.Port}"))], cancellationToken);
            }
            string? trouble = await SettleAsync(mayBeEmpty: true, cancellationToken);
            if (trouble is not null) throw new InvalidOperationException(trouble);
            string id = await FourthIdAsync(cancellationToken);
            foreach (var replica in servers.Members.Where(member => member.Shard == Shards && member.Index > 0))
                await nodes.ExecuteAsync(replica, [RespCommand.Of("CLUSTER", "REPLICATE", id)], cancellationToken);
            trouble = await SettleAsync(mayBeEmpty: true, cancellationToken);
            if (trouble is not null) throw new InvalidOperationException(trouble);
        }

        private async Task<ClientWorkload> StartLoadAsync(CancellationToken cancellationToken)
        {
            var load = await ClientWorkload.ConnectAsync(
                servers.Members.Select(member => new IPEndPoint(IPAddress.Loopback, member.Port)),
                new WorkloadOptions { RatePerSecond = options.LoadPerSecond }, TimeProvider.System, cancellationToken);
            load.Start();
            await Task.Delay(s_warmUp, cancellationToken);
            return load;
        }

        /// <summary>Until every node agrees; what they don't agree about, when they never do.</summary>
        private async Task<string?> SettleAsync(bool mayBeEmpty, CancellationToken cancellationToken)
        {
            long began = Stopwatch.GetTimestamp();
            while (true)
            {
                var observed = await nodes.ObserveAsync(servers.Desired, cancellationToken);
                // An emptied master may have become a replica: then the shards aren't those that were declared.
                var finding = ClusterHealth.Check(observed).FirstOrDefault(finding =>
                    finding.Code is not (HealthCode.ReplicaInOtherShard or HealthCode.VersionsMixed)
                    && !(mayBeEmpty && finding.Code is HealthCode.MasterWithoutSlots or HealthCode.EpochCollision));
                if (finding is null) return null;
                if (Stopwatch.GetElapsedTime(began) > s_settle) return $"{finding}";
                await Task.Delay(50, cancellationToken);
            }
        }

        private async Task<IReadOnlyList<(Member, SlotSet)>> OwnersAsync(CancellationToken cancellationToken)
        {
            var observed = await nodes.ObserveAsync(servers.Desired, cancellationToken);
            return [.. observed.Live.Where(view => !view.Self.Slots.IsEmpty)
                .Select(view => (view.Member, view.Self.Slots))];
        }

        private async Task<long> CountAsync(Member member, CancellationToken cancellationToken) =>
            // A master that was emptied may follow another, and then holds that one's keys.
            (await nodes.ObserveAsync(member, cancellationToken)) is Model.Observation.NodeView.Live view
                && view.Self.IsMaster ? view.KeyCount : 0;

        private static string Tail(string output) => output.Length <= 500 ? output : $"…{output[^500..]}";
    }
}
