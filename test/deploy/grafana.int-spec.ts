import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '#loopback';
import { Installation } from '../relay/support/installation.js';
import { ensureBuilt } from '../support/built-relay.js';
import { eventually } from '../support/eventually.js';

ensureBuilt();

const PATIENCE_MS = 180_000;

interface Panel {
  readonly title: string;
  readonly type: string;
  readonly targets?: readonly { readonly expr: string }[];
}

const dashboard = JSON.parse(readFileSync('deploy/grafana/live-event-relay.json', 'utf8')) as {
  readonly panels: readonly Panel[];
};
const queries = dashboard.panels.flatMap(({ title, targets = [] }) => {
  return targets.map(({ expr }) => [title, expr] as const);
});

/** A Prometheus that scrapes a relay every second, while `use` asks it. */
async function withPrometheus(
  target: string,
  use: (ask: (query: string) => Promise<unknown[]>) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'live-event-relay-prometheus-'));
  const port = await freePort();
  const config = {
    global: { scrape_interval: '1s' },
    scrape_configs: [{ job_name: 'relay', static_configs: [{ targets: [target] }] }],
  };
  writeFileSync(join(folder, 'prometheus.yml'), JSON.stringify(config));
  const child = spawn(
    'prometheus',
    [
      `--config.file=${folder}/prometheus.yml`,
      `--storage.tsdb.path=${folder}/data`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--enable-feature=exemplar-storage',
    ],
    { stdio: 'ignore' },
  );
  const ask = async (query: string): Promise<unknown[]> => {
    const url = `http://127.0.0.1:${port}/api/v1/query?query=${encodeURIComponent(query)}`;
    const { data, error } = (await (await fetch(url)).json()) as {
      readonly data?: { readonly result: unknown[] };
      readonly error?: string;
    };
    if (data === undefined) throw new Error(`${query}: ${error ?? 'no answer'}`);
    return data.result;
  };
  try {
    await use(ask);
  } finally {
    child.kill('SIGTERM');
    await once(child, 'exit');
    rmSync(folder, { recursive: true, force: true });
  }
}

/** As Grafana fills it in. */
function asked(expr: string): string {
  return expr.replaceAll('$__rate_interval', '20s').replaceAll('$bridge', '.*');
}

describe('the dashboard of deploy/grafana', () => {
  it(
    'has a panel for each thing to watch, and each query finds series of a running relay',
    async () => {
      const rows = dashboard.panels.filter(({ type }) => type === 'row').map(({ title }) => title);
      expect(rows).toEqual([
        'Is it well',
        'Every bridge',
        'Reports and latency',
        'Sources',
        'Dropped on purpose, and lost',
        'Redis, queue and processes',
      ]);
      expect(queries.length).toBeGreaterThan(30);
      const options = { simulator: { rooms: 2, chatRate: 50 } };
      await Installation.with(options, async (installation) => {
        const relay = await installation.start();
        const { port } = await relay.logged('started');
        await withPrometheus(`127.0.0.1:${String(port)}`, async (ask) => {
          const left = [...queries];
          await eventually(
            async () => {
              // Not what has been found: to ask everything each time costs much of the processor.
              for (; left.length > 0; left.shift()) {
                const found = await ask(asked(left[0]![1])).catch((error: unknown) => {
                  if (String(error).includes('parse error')) throw error;
                  return [];
                });
                if (found.length === 0) return false;
              }
              return true;
            },
            'every query finds something',
            PATIENCE_MS / 2,
          ).catch(async (error: unknown) => {
            const found = queries.map(async ([title, expr]) => {
              return [title, expr, (await ask(asked(expr))).length] as const;
            });
            const empty = (await Promise.all(found)).filter(([, , count]) => count === 0);
            expect(empty).toEqual([]);
            throw error;
          });
        });
      });
    },
    PATIENCE_MS,
  );
});
