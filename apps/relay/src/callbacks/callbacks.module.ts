import { Module } from '@nestjs/common';
import { BufferKeys } from '#event-buffer';
import { RelayRedis } from '../buffer/relay-redis.js';
import { ProjectAccesses } from '../projects/access/project-accesses.js';
import { ProjectsModule } from '../projects/projects.module.js';
import { provide } from '../provide.js';
import { RelayParts } from '../relay-parts.js';
import { Callbacks } from './callbacks.js';
import { CallbacksEndpoint } from './callbacks.endpoint.js';

const COMPARE = 'Compare callbacks (url, auth, key, template) with what is registered.';
const LATER_VERSION =
  'It is signed, and says nothing that this version reads: see whether a later one does.';

/** `/callbacks/`: what MetaStudio tells, to any process. */
@Module({
  imports: [ProjectsModule],
  providers: [
    provide(
      CallbacksEndpoint,
      [RelayParts, RelayRedis, BufferKeys, ProjectAccesses],
      ({ config, metrics, log }, { small: redis, failed }, keys, accesses) => {
        const terms = new Map(
          [...config.projects].flatMap(([name, { callbacks }]) => {
            return callbacks === undefined ? [] : [[name, callbacks] as const];
          }),
        );
        const now = (project: string): number => accesses.of(project).clock.now();
        return new CallbacksEndpoint(new Callbacks({ redis, keys, terms, now }), {
          answered: (project, outcome) => {
            metrics.callbacks.add(1, project, outcome);
            if (outcome !== 'refused' && outcome !== 'not-understood') return;
            log.writeSeldom('warn', 'callback_refused', 'A callback is not taken.', {
              project,
              reason: outcome,
              wayOut: outcome === 'refused' ? COMPARE : LATER_VERSION,
            });
          },
          failed,
        });
      },
    ),
  ],
  exports: [CallbacksEndpoint],
})
export class CallbacksModule {}
