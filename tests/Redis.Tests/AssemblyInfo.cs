// They wait for servers more than they compute: two classes side by side take half the time on two cores.
[assembly: CollectionBehavior(MaxParallelThreads = 2)]
