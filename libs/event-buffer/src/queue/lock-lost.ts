import { ErrorCode } from 'bullmq';

/**
 * Whether BullMQ refused a call because the job's lock has ended, or belongs to another process by
 * now.
 */
export function isLockLost(error: Error): boolean {
  return 'code' in error && LOST.has(error.code);
}

const LOST: ReadonlySet<unknown> = new Set([
  ErrorCode.JobNotExist,
  ErrorCode.JobLockNotExist,
  ErrorCode.JobNotInState,
  ErrorCode.JobLockMismatch,
]);
