// Real servers share two cores in CI: side by side they would only be slower.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
