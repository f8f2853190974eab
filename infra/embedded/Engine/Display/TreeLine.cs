using RedisInfra.Embedded.Engine.Deploy;

namespace RedisInfra.Embedded.Engine.Display;

/// <summary>One line of the live tree, and the step whose colour it has.</summary>
internal sealed record TreeLine(StepOp Op, string Text);
