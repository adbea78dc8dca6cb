import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import type { Observable } from 'rxjs';
import { DESCRIPTION, type RouteDescription } from '../docs/describe.js';
import { invalid } from '../json-body.js';
import { shownParameter, type RawQuery } from './query.js';

/** Routes that take no query refuse one, as the others refuse what they do not know in theirs. */
export class NoQueryInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const route = context.getHandler();
    const described = Reflect.getMetadata(DESCRIPTION, route) as RouteDescription | undefined;
    const { query } = context.switchToHttp().getRequest<{ readonly query: RawQuery }>();
    const names = Object.keys(query);
    if (described !== undefined && described.query === undefined && names.length > 0) {
      throw invalid(
        names.map((name) => ({ parameter: shownParameter(name), detail: 'is none that is known' })),
      );
    }
    return next.handle();
  }
}
