import { Module } from '@nestjs/common';
import { provide } from '../provide.js';
import { RelayParts } from '../relay-parts.js';
import { ingestTelemetry } from './ingest-listener.js';
import { IngestHost } from './ingest.host.js';
import { Ingest } from './ingest.js';

/** `/ingest/`: what is pushed to a process that collects. */
@Module({
  providers: [
    provide(Ingest, [RelayParts], ({ config, metrics, log, ingestLimits }) => {
      const { loopback } = config.process;
      const listener = ingestTelemetry(metrics, log);
      return new Ingest({
        loopback,
        listener,
        ...(ingestLimits === undefined ? {} : { limits: ingestLimits }),
      });
    }),
    provide(
      IngestHost,
      [RelayParts, Ingest],
      ({ config, sources, log }, { access }) =>
        new IngestHost({
          access,
          sources,
          opened: ({ name, token, verifier }) => {
            const { loopback } = config.process;
            if (loopback || token !== undefined || verifier !== undefined) return;
            log.write('warn', 'push_without_token', 'Nobody can push to this bridge.', {
              bridge: name,
              wayOut: 'HOST is not loopback: give its source a token.',
            });
          },
        }),
    ),
  ],
  exports: [Ingest, IngestHost],
})
export class IngestModule {}
