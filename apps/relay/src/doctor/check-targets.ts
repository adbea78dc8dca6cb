import type { BridgeConfig, TargetConfig } from '#config';

/** Names a target among those of its project. */
export function targetKeyOf({ roomId, jobId }: TargetConfig): string {
  return `${roomId} ${jobId}`;
}

/** A target's name in findings. */
export function targetName({ project, roomId, jobId }: TargetConfig): string {
  return jobId === 'auto' ? `${project}/${roomId}` : `${project}/${roomId}/${jobId}`;
}

/** Each target of the bridges once. */
export function distinctTargets(bridges: readonly BridgeConfig[]): readonly TargetConfig[] {
  return [...new Map(bridges.map(({ target }) => [targetKeyOf(target), target])).values()];
}
