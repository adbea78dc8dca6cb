import { SetMetadata } from '@nestjs/common';
import type { JsonSchema } from '#options';
import type { ProblemKind } from '../../console/problems/problem.js';
import type { SchemaName } from './schemas.js';

/** An option class, which checks what comes in: its schema is made from it. */
export type OptionClass = new () => object;

/** What the document says of a route, besides what Nest knows of it. */
export interface RouteDescription {
  readonly summary: string;
  /** Checks the query. */
  readonly query?: OptionClass;
  /** Checks the body, or tells its schema where something else does. */
  readonly body?: OptionClass | JsonSchema;
  /** Of the body, where it is not JSON. */
  readonly bodyType?: string;
  readonly status?: number;
  /** What it answers with; absent where that has no body. */
  readonly answer?: SchemaName | JsonSchema;
  /** Of the answer, where it is not JSON. */
  readonly answerType?: string;
  /** Whether its answer has an `ETag`. */
  readonly tagged?: boolean;
  /** Whether it changes a record, and wants `If-Match`. */
  readonly matched?: boolean;
  /** Whether it takes an `Idempotency-Key`. */
  readonly repeatable?: boolean;
  /** Besides those of all routes. */
  readonly problems?: readonly ProblemKind[];
}

export const DESCRIPTION = 'relay:description';

/** Describes a route for the document of the API. */
export function Describe(description: RouteDescription): MethodDecorator {
  return SetMetadata(DESCRIPTION, description);
}
