using RedisInfra.Stacks;

return await Pulumi.Deployment.RunAsync(RedisProgram.Declare);
