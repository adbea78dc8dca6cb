import type { INestApplicationContext, Type } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';
import { Problem } from '../../console/problems/problem.js';
import { describeApi } from './document.js';

/** The document of a process's API, made once when it is first asked for. */
export class ApiDocument {
  readonly #controllers: readonly Type[];
  #app: INestApplicationContext | undefined;
  #document: Promise<OpenAPIObject> | undefined;

  constructor(controllers: readonly Type[]) {
    this.#controllers = controllers;
  }

  /** The application whose routes it describes. */
  of(app: INestApplicationContext): void {
    this.#app = app;
  }

  async read(): Promise<OpenAPIObject> {
    if (this.#app === undefined) throw new Problem('unavailable', 'The process is starting.');
    this.#document ??= describeApi(this.#app, this.#controllers);
    return this.#document;
  }
}
