import { loadConfig, ENVIRONMENT_VARIABLES, ROLES } from '#config';
import { loadSources } from '#platforms';
import { EMBEDDED_STOP_MS_MAX } from '../../apps/relay/src/embedded-redis/embedded-redis.js';
import { HAND_OVER_MS_MAX, STOP_MS_MAX } from '../../apps/relay/src/stop-times.js';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { parse, parseAllDocuments } from 'yaml';
import { SIMULATOR_DEFAULTS } from '../../apps/simulator/src/simulator.options.js';

const SOURCES = await loadSources();
const text = (path: string): string => readFileSync(path, 'utf8');
const PORT = 3000;
const STOP_SECONDS = STOP_MS_MAX / 1000;
const COLLECTOR_STOP_SECONDS = STOP_SECONDS + HAND_OVER_MS_MAX / 1000;
const EMBEDDED_STOP_SECONDS = EMBEDDED_STOP_MS_MAX / 1000;

interface Service {
  readonly image?: string;
  readonly build?: string | { readonly target?: string };
  readonly entrypoint?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly stop_grace_period?: string;
  readonly command?: readonly string[];
}

interface Container {
  readonly env?: readonly {
    readonly name: string;
    readonly value: string;
    readonly valueFrom?: { readonly secretKeyRef: object };
  }[];
  readonly image: string;
  readonly args?: readonly string[];
  readonly ports?: readonly { readonly containerPort: number }[];
  readonly securityContext: Readonly<Record<string, unknown>>;
  readonly [probe: `${string}Probe`]: { readonly httpGet?: { readonly path: string } };
}

interface Resource {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly minReplicas?: number;
    readonly scaleTargetRef?: { readonly name: string };
    readonly metrics?: unknown;
    readonly template?: {
      readonly spec: {
        readonly containers: readonly Container[];
        readonly terminationGracePeriodSeconds: number;
        readonly securityContext: Readonly<Record<string, unknown>>;
      };
    };
  };
}

interface Packages {
  readonly devDependencies: Readonly<Record<string, string>>;
}

interface Lock {
  readonly packages: Readonly<Record<string, { readonly dev?: boolean }>>;
}

const KUBERNETES = 'deploy/kubernetes';
const resourcesIn = (folder: string): Resource[] =>
  readdirSync(join(KUBERNETES, folder))
    .filter((name) => !['kustomization.yaml', 'adapter-rules.yaml'].includes(name))
    .flatMap((name) => parseAllDocuments(text(join(KUBERNETES, folder, name))))
    .map((document) => document.toJS() as Resource);

describe('the Dockerfile', () => {
  const lines = text('Dockerfile').split('\n');

  it('uses the recommended Node, runs without privileges, and probes the right port', () => {
    expect(lines).toContain('ARG NODE=24');
    expect(lines.filter((line) => line.startsWith('USER '))).toEqual(['USER node']);
    expect(lines).toContain(`EXPOSE ${PORT}`);
    expect(text('Dockerfile')).toContain('HEALTHCHECK');
    expect(text('Dockerfile')).toContain('/healthz');
  });

  it('copies only files that exist and that .dockerignore lets in', () => {
    const letIn = text('.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!'));
    const copied = lines
      .filter((line) => line.startsWith('COPY ') && !line.includes('--from'))
      .flatMap((line) => line.split(' ').slice(1, -1));
    for (const path of copied) {
      expect([path, existsSync(path)]).toEqual([path, true]);
      expect(letIn).toContain(`!${path}`);
    }
  });
});

describe('the image', () => {
  it('has no package for development, also of those that npm keeps since another package may use them', () => {
    const { devDependencies } = JSON.parse(text('package.json')) as Packages;
    const { packages } = JSON.parse(text('package-lock.json')) as Lock;
    const kept = Object.keys(devDependencies).filter((name) => {
      return packages[`node_modules/${name}`]!.dev !== true;
    });
    const [, removed = ''] = /npm prune --omit=dev .*&& rm -r (.*)/u.exec(text('Dockerfile')) ?? [];
    expect(removed.split(' ')).toEqual(kept.map((name) => `node_modules/${name}`));
  });
});

describe('docker-compose.yml', () => {
  const { services } = parse(text('docker-compose.yml'), { merge: true }) as {
    readonly services: Readonly<Record<string, Service>>;
  };
  const relays = Object.entries(services).filter(([, one]) => one.environment?.['RELAY_CONFIG']);

  it('has Redis, every role, the monitoring, and a trial', () => {
    expect(Object.keys(services).sort()).toEqual([
      'collector',
      'console',
      'grafana',
      'prometheus',
      'redis',
      'reporter',
      'simulator',
      'trial',
    ]);
    const roles = relays.map(([, { environment }]) => environment!['RELAY_ROLES']);
    expect(roles.filter((role) => role !== undefined).sort()).toEqual([...ROLES].sort());
    expect(services['redis']!.command!.join(' ')).toMatch(/appendonly yes.*noeviction/su);
  });

  it('gives Redis a password that has to be set, and shows it to Redis wherever it is asked', () => {
    const { command, environment } = services['redis']!;
    expect(command!.slice(command!.indexOf('--requirepass'))).toEqual([
      '--requirepass',
      '${REDIS_PASSWORD}',
    ]);
    expect(environment).toEqual({ REDISCLI_AUTH: '${REDIS_PASSWORD}' });
    for (const [, relay] of relays) {
      expect(relay.environment!['REDIS_URL']).toMatch(
        /^redis:\/\/:\$\{REDIS_PASSWORD:\?[^}]{10,}\}@redis:6379$/u,
      );
    }
  });

  it('gives the relay variables that it reads, its own port, and time to stop', () => {
    for (const [, { environment = {}, ports = [], stop_grace_period: grace = '' }] of relays) {
      const unknown = Object.keys(environment).filter(
        (name) => !ENVIRONMENT_VARIABLES.includes(name),
      );
      expect(unknown).toEqual([]);
      expect(Number(environment['PORT'])).toBe(PORT);
      for (const port of ports) expect(port.split(':').at(-1)).toBe(String(PORT));
      expect(Number.parseInt(grace, 10)).toBeGreaterThan(COLLECTOR_STOP_SECONDS);
    }
  });

  it('tells every process of the relay the same machine, by whose address platforms count', () => {
    const machines = relays.map(([, { environment }]) => environment!['RELAY_HOST']);
    expect(machines.length).toBeGreaterThan(3);
    expect(new Set(machines)).toEqual(new Set(['${RELAY_HOST:-compose}']));
  });

  it('mounts only files that exist', () => {
    const mounted = Object.values(services)
      .flatMap(({ volumes = [] }) => volumes)
      .map((volume) => volume.split(':')[0]!)
      .filter((path) => path.startsWith('./') && path !== './relay.yaml');
    expect(mounted.filter((path) => !existsSync(path))).toEqual([]);
  });

  it('starts programs that are in the stage of the image that it names', () => {
    const started = Object.entries(services).flatMap(([name, { build, entrypoint = [] }]) => {
      if (build === undefined) return [];
      const stage = typeof build === 'string' ? undefined : build.target;
      return entrypoint.flatMap((word) => {
        const path = word.replace(/^\/opt\/live-relay\//u, '');
        return path === word ? [] : [{ name, stage, path }];
      });
    });
    expect(started.map(({ name }) => name)).toEqual(['simulator']);
    // The stage that builds has all that is built; the last one what is copied there.
    const shipped = [
      ...text('Dockerfile').matchAll(/^COPY --from=build \/opt\/live-relay\/(\S+)/gmu),
    ];
    for (const { stage, path } of started) {
      const source = path.replace(/^dist\//u, '').replace(/\.js$/u, '.ts');
      expect([path, existsSync(source)]).toEqual([path, true]);
      const isShipped = shipped.some(([, folder = '']) => path.startsWith(`${folder}/`));
      expect([path, stage === 'build' || isShipped]).toEqual([path, true]);
    }
  });

  it("tries a valid configuration, with the simulator's keys", () => {
    const environment = parseEnv(text('deploy/compose/trial.env'));
    const { projectId, accessKey, secretKey } = SIMULATOR_DEFAULTS;
    expect({ ...environment }).toEqual({
      METASTUDIO_PROJECT_ID: projectId,
      HUAWEICLOUD_SDK_AK: accessKey,
      HUAWEICLOUD_SDK_SK: secretKey,
    });
    const given = { text: text('deploy/compose/trial.yaml'), environment, sources: SOURCES };
    expect(loadConfig(given)).toMatchObject({ ok: true });
  });
});

describe('deploy/kubernetes', () => {
  const base = resourcesIn('base');
  const deployments = base.filter(({ kind }) => kind === 'Deployment');

  it('has a deployment of each role, with its variables, port, probes and time to stop', () => {
    const roles = deployments.map(({ spec }) => {
      const { containers, terminationGracePeriodSeconds, securityContext } = spec.template!.spec;
      const [{ env = [], args, ports, securityContext: own, ...probes }] = containers as [
        Container,
      ];
      expect(args).toEqual(['start']);
      expect(env.filter(({ name }) => !ENVIRONMENT_VARIABLES.includes(name))).toEqual([]);
      expect(ports).toEqual([expect.objectContaining({ containerPort: PORT })]);
      expect(probes['livenessProbe']!.httpGet!.path).toBe('/healthz');
      expect(probes['readinessProbe']!.httpGet!.path).toBe('/readyz');
      expect(securityContext).toMatchObject({ runAsNonRoot: true });
      expect(own).toMatchObject({ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true });
      const role = env.find(({ name }) => name === 'RELAY_ROLES')!.value;
      const stopSeconds = role === 'collector' ? COLLECTOR_STOP_SECONDS : STOP_SECONDS;
      expect(terminationGracePeriodSeconds).toBeGreaterThan(stopSeconds);
      return role;
    });
    expect(new Set(roles)).toEqual(new Set(ROLES));
  });

  it.each(['base', 'overlays/small', 'overlays/large'])(
    '%s names only files that exist',
    (folder) => {
      const { resources } = parse(text(join(KUBERNETES, folder, 'kustomization.yaml'))) as {
        readonly resources: readonly string[];
      };
      expect(resources.filter((path) => !existsSync(join(KUBERNETES, folder, path)))).toEqual([]);
    },
  );

  it.each(['small', 'large'])('%s wants files of an installation that git leaves alone', (name) => {
    const { configMapGenerator, secretGenerator } = parse(
      text(join(KUBERNETES, 'overlays', name, 'kustomization.yaml')),
    ) as Record<string, readonly { readonly files?: string[]; readonly envs?: string[] }[]>;
    const wanted = [...configMapGenerator!, ...secretGenerator!].flatMap((one) => {
      return [...(one.files ?? []), ...(one.envs ?? [])];
    });
    expect(wanted).toHaveLength(2);
    expect(text('.gitignore').split('\n')).toEqual(expect.arrayContaining(wanted));
  });

  it.each(['small', 'large'])('%s says how secret.env differs from a .env', (name) => {
    const overlay = text(join(KUBERNETES, 'overlays', name, 'kustomization.yaml'));
    expect(overlay).toMatch(/without quotes, and a comment has a line of its own/u);
  });

  it('small gives its Redis a password from the secret, and shows it to Redis wherever it is asked', () => {
    const ofSecret = { secretKeyRef: { name: 'live-relay', key: 'REDIS_PASSWORD' } };
    const [redis] = resourcesIn('overlays/small').filter(({ kind }) => kind === 'StatefulSet');
    const [{ args, env }] = redis!.spec.template!.spec.containers as [Container];
    expect(args!.slice(-2)).toEqual(['--requirepass', '$(REDIS_PASSWORD)']);
    expect(env).toEqual([
      { name: 'REDIS_PASSWORD', valueFrom: ofSecret },
      { name: 'REDISCLI_AUTH', value: '$(REDIS_PASSWORD)' },
    ]);
    const { patches } = parse(text(join(KUBERNETES, 'overlays/small/kustomization.yaml'))) as {
      readonly patches: readonly { readonly target: object; readonly patch: string }[];
    };
    const [{ target, patch }] = patches as [(typeof patches)[number]];
    expect(target).toEqual({ kind: 'Deployment' });
    const added = (parse(patch) as { readonly value: object }[]).map(({ value }) => value);
    // Of other variables a value knows those before it.
    expect(added).toEqual([
      { name: 'REDIS_PASSWORD', valueFrom: ofSecret },
      { name: 'REDIS_URL', value: 'redis://:$(REDIS_PASSWORD)@live-relay-redis:6379' },
    ]);
  });

  it('scales existing deployments, never by the oldest age, and shrinks slowly', () => {
    const scalers = resourcesIn('overlays/large').filter(({ kind }) =>
      kind.startsWith('Horizontal'),
    );
    const names = deployments.map(({ metadata }) => metadata.name);
    expect(scalers).toHaveLength(2);
    for (const { spec } of scalers) {
      expect(names).toContain(spec.scaleTargetRef!.name);
      expect(JSON.stringify(spec.metrics)).not.toContain('oldest');
      const { behavior } = spec as unknown as {
        behavior: { scaleDown: { stabilizationWindowSeconds: number } };
      };
      expect(behavior.scaleDown.stabilizationWindowSeconds).toBeGreaterThanOrEqual(900);
    }
  });
});

describe('how long an end takes', () => {
  const section = /^## A process does not end$(.*?)(?=^## |$(?![^]))/msu.exec(
    text('docs/RUNBOOK.md'),
  )![1]!;

  it('is told by the runbook, and leaves time before a process is killed', () => {
    const parts = [...section.matchAll(/^\| .*? \| +(\d+) s/gmu)].map(([, one]) => Number(one));
    const real = [HAND_OVER_MS_MAX / 1000, STOP_SECONDS, EMBEDDED_STOP_SECONDS];
    expect(parts).toEqual(real);
    const [, ...kills] = /after (\d+) s, .*? after (\d+), .*? after (\d+)\./su.exec(section)!;
    const [collector = 0, embedded = 0, other = 0] = kills.map(Number);
    expect(collector).toBeGreaterThan(COLLECTOR_STOP_SECONDS);
    expect(embedded).toBeGreaterThan(COLLECTOR_STOP_SECONDS + EMBEDDED_STOP_SECONDS);
    expect(other).toBeGreaterThan(STOP_SECONDS);
  });

  it.each([
    'README.md',
    'README.zh-CN.md',
    'deploy/README.md',
    'deploy/README.zh-CN.md',
    'docs/SCALING.md',
  ])('is told there alone: %s links to it', (path) => {
    const page = text(path);
    expect(page).toMatch(/RUNBOOK\.(?:md#a-process-does-not-end|zh-CN\.md#进程迟迟不退出)\)/u);
    expect(
      page.split('\n').filter((line) => /SIGTERM.*\d+ ?(?:s\b|seconds|秒)/u.test(line)),
    ).toEqual([]);
  });
});

describe('deploy/systemd/live-relay.service', () => {
  const unit = text('deploy/systemd/live-relay.service');
  const valueOf = (key: string): string => new RegExp(`^${key}=(.*)$`, 'mu').exec(unit)![1]!;

  it('starts the program, gives it time to stop, and sandboxes it', () => {
    expect(valueOf('ExecStart')).toMatch(/^\/opt\/live-relay\/bin\/live-relay start /u);
    const seconds = COLLECTOR_STOP_SECONDS + EMBEDDED_STOP_SECONDS;
    expect(Number(valueOf('TimeoutStopSec'))).toBeGreaterThan(seconds);
    for (const key of ['NoNewPrivileges', 'PrivateTmp', 'ProtectHome', 'RestrictNamespaces']) {
      expect([key, valueOf(key)]).toEqual([key, 'yes']);
    }
    expect(valueOf('ProtectSystem')).toBe('strict');
  });

  it('lets it have the sockets of its sources and clients, also where Node may not raise the limit', () => {
    expect(Number(valueOf('LimitNOFILE'))).toBeGreaterThan(10_000);
  });

  it('names the configuration whatever .env sets, which comes before what the unit would', () => {
    const started = [...unit.matchAll(/^ExecStart(?:Pre)?=(.*)$/gmu)].map(([, one]) => one!);
    expect(started).toHaveLength(2);
    for (const one of started) expect(one).toContain(' --config /etc/live-relay/relay.yaml');
    const variables = Object.keys(parseEnv(text('.env.example')));
    const set = [...unit.matchAll(/^Environment=(\w+)/gmu)].map(([, name]) => name!);
    expect(set.filter((name) => variables.includes(name))).toEqual([]);
  });

  it('has .env written as systemd reads it, too: a comment on a line of its own', () => {
    expect(valueOf('EnvironmentFile')).toBe('/etc/live-relay/.env');
    for (const told of [unit, text('.env.example'), text('docs/CONFIG.md')]) {
      expect(told.replaceAll(/\s+#?\s*/gu, ' ')).toMatch(/comment has a line of its own/u);
    }
    const values = text('.env.example').match(/^\w+=.*$/gmu)!;
    expect(values.filter((line) => line.includes('#'))).toEqual([]);
  });

  it('says that a Redis has to be named, since it lets nothing be written beside the configuration', () => {
    expect(valueOf('ExecStart')).not.toContain(`/var/lib/${valueOf('StateDirectory')}/`);
    expect(unit).toContain('REDIS_URL');
  });
});
