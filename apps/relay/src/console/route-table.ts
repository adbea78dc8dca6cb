import { RequestMethod, type Type } from '@nestjs/common';

interface Route {
  /** As OpenAPI writes it: `/api/targets/{target}`. */
  readonly path: string;
  readonly pattern: RegExp;
  readonly method: string;
}

/** Which methods an address takes: what 405 and OPTIONS answer. */
export class RouteTable {
  readonly #routes: readonly Route[];
  readonly #roleFor: (path: string) => string | undefined;

  /** @param roleFor the role whose processes have an address that this one has not. */
  constructor(
    controllers: readonly Type[],
    roleFor: (path: string) => string | undefined = () => undefined,
  ) {
    this.#routes = controllers.flatMap(routesOf);
    this.#roleFor = roleFor;
  }

  /** Every route, such as `GET /api/targets/{target}`. */
  get all(): string[] {
    return this.#routes.map(({ method, path }) => `${method} ${path}`);
  }

  /** Why there is nothing at a path. */
  noAddress(path: string): string {
    const role = this.#roleFor(path);
    if (role === undefined) return 'No such address.';
    return `This process has not the role ${role} (RELAY_ROLES): ask one that has.`;
  }

  /** @param path in lower case. Empty where there is nothing. */
  methodsOf(path: string): string[] {
    const own = this.#routes
      .filter(({ pattern }) => pattern.test(path))
      .map(({ method }) => method);
    if (own.length === 0) return [];
    const withHead = own.includes('GET') ? [...own, 'HEAD'] : own;
    return [...new Set([...withHead, 'OPTIONS'])].sort();
  }
}

/**
 * Nest keeps a route's path and method as metadata of the method, and the controller's path as that
 * of the class.
 */
function routesOf(controller: Type): Route[] {
  const base = pathsOf(controller);
  const prototype = controller.prototype as Readonly<Record<string, unknown>>;
  return Object.getOwnPropertyNames(prototype).flatMap((name) => {
    if (name === 'constructor') return [];
    const route = prototype[name];
    if (typeof route !== 'function') return [];
    const method = Reflect.getMetadata('method', route) as RequestMethod | undefined;
    if (method === undefined) return [];
    return base.flatMap((above) =>
      pathsOf(route).map((below) => ({
        path: writtenAs(`${above}/${below}`),
        pattern: patternOf(`${above}/${below}`),
        method: RequestMethod[method],
      })),
    );
  });
}

function pathsOf(marked: object): string[] {
  const path = Reflect.getMetadata('path', marked) as string | string[] | undefined;
  return [path ?? ''].flat();
}

function writtenAs(path: string): string {
  const parts = path.split('/').filter((part) => part !== '');
  return `/${parts.map((part) => part.replace(/^:(.*)$/u, '{$1}')).join('/')}`;
}

function patternOf(path: string): RegExp {
  const parts = path.split('/').filter((part) => part !== '');
  const texts = parts.map((part) => {
    return part.startsWith(':') ? '[^/]+' : part.toLowerCase().replaceAll(/[.*+?()[\]]/gu, '\\$&');
  });
  return new RegExp(`^/${texts.join('/')}/?$`, 'u');
}
