import { ErrorCode } from 'bullmq';

/** Whether BullMQ refused a call since the job's lock has ended, or is another process's by now. */
export function isLockLost(error: Error): boolean {
  return 'code' in error && LOST.has(error.code);
}

const LOST: ReadonlySet<unknown> = new Set([
  ErrorCode.JobNotExist,
  ErrorCode.JobLockNotExist,
  ErrorCode.JobNotInState,
  ErrorCode.JobLockMismatch,
]);
