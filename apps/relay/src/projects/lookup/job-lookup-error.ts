/**
 * The live job cannot be looked up now. The message says why, and what to do; it holds no secret.
 */
export class JobLookupError extends Error {
  readonly code = 'RELAY_JOB_LOOKUP_FAILED';

  constructor(project: string, cause: unknown) {
    const why = cause instanceof Error ? cause.message : 'unknown reason';
    super(`The live jobs of the project ${project} cannot be looked up: ${why}`, { cause });
    this.name = 'JobLookupError';
  }
}
