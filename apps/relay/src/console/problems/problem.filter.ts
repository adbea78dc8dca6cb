import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isRedisError } from '#event-buffer';
import { loggedError, RelayLog } from '#telemetry';
import { pathOf } from '../access/api-door.js';
import { BODY_BYTES_MAX } from '../http-app.js';
import { respond } from '../respond.js';
import { RouteTable } from '../route-table.js';
import { HalfDone } from './half-done.js';
import { answerOf, Problem, type ProblemKind } from './problem.js';

/**
 * Turns everything that a route throws into an answer. Of an error that is not a {@link Problem} nothing
 * is told.
 */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly routes: RouteTable,
    private readonly log: RelayLog,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<IncomingMessage>();
    const problem =
      error instanceof HalfDone
        ? error.problemOf(this.#problemOf(error.cause, request))
        : this.#problemOf(error, request);
    respond(request, http.getResponse<ServerResponse>(), answerOf(problem));
  }

  #problemOf(error: unknown, request: IncomingMessage): Problem {
    if (error instanceof Problem) return error;
    const isUnknown = error instanceof HttpException && error.getStatus() === 404;
    if (isMalformed(pathOf(request))) return new Problem('not-found', NO_ADDRESS);
    if (isUnknown) return this.#noRoute(request);
    const ofBody = bodyProblemOf(error);
    if (ofBody !== undefined) return ofBody;
    const fields = { error: loggedError(error) };
    if (isRedisError(error)) {
      this.log.writeSeldom('warn', 'api_failed', 'A request could not be served.', fields);
      return new Problem('unavailable', 'Nothing is known to have changed. See /readyz.');
    }
    this.log.writeSeldom('error', 'api_failed', 'A request could not be served.', fields);
    return new Problem('internal', 'The log says what.');
  }

  #noRoute(request: IncomingMessage): Problem {
    const allowed = this.routes.methodsOf(pathOf(request));
    if (allowed.length === 0) {
      return new Problem('not-found', this.routes.noAddress(pathOf(request)));
    }
    const allow = allowed.join(', ');
    return new Problem('method-not-allowed', `It takes ${allow}.`, { headers: { allow } });
  }
}

const NO_ADDRESS = 'No such address.';

/** The problem of a body that could not be read; such errors have no more than a status. */
function bodyProblemOf(error: unknown): Problem | undefined {
  const problem = BODY_PROBLEMS.get(statusOf(error) ?? 0);
  return problem === undefined ? undefined : new Problem(...problem);
}

const BODY_PROBLEMS: ReadonlyMap<number, readonly [kind: ProblemKind, detail: string]> = new Map([
  [400, ['body-not-json', 'It must be one JSON object, whole and in UTF-8.']],
  [413, ['body-too-large', `At most ${BODY_BYTES_MAX} bytes of JSON are read, and 1 MiB of YAML.`]],
  [415, ['media-type', 'Send UTF-8, as it is or packed with gzip.']],
]);

function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  const { status } = error as { readonly status?: unknown };
  return typeof status === 'number' ? status : undefined;
}

/** Whether a path cannot be decoded, and so matches no route. */
function isMalformed(path: string): boolean {
  try {
    decodeURIComponent(path);
    return false;
  } catch {
    return true;
  }
}
