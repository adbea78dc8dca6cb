import { chmodSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Writable } from 'node:stream';
import type { RelayConfig } from '#config';
import { BufferKeys, connectBufferRedis, LedgerReader, redisReady } from '#event-buffer';
import { inTime } from '#timing';
import { readKnownBridges } from '../../bridges/read-known-bridges.js';
import { endOfLog, writeBundle } from '../../doctor/bundle.js';
import { examine } from '../../doctor/examine.js';
import { OWN_REDIS_DOWN, isOwnRedisDown } from '../../embedded-redis/running-redis.js';
import type { Finding } from '../../doctor/finding.js';
import { LedgerStatusReader } from '../../status/ledger-status.reader.js';
import type { CliContext } from '../context/cli-context.js';
import { withDotEnv } from '../../process/environment.js';
import { EXIT, type ExitCode } from '../context/exit-code.js';
import { loadCliConfig } from '../context/load-cli-config.js';
import { ConnectionErrors, redisSentence } from '../context/with-buffer.js';
import { writeLines } from '../terminal/write-lines.js';

const STATUS_MS_MAX = 10_000;

/** What a bundle is made of, and where it is written. */
export interface BundleTerms {
  readonly file: string;
  readonly bundle: string;
  readonly log: string | undefined;
  readonly triesReports: boolean;
}

/** Runs every check, and writes the bundle for an issue. */
export async function doctorBundle(terms: BundleTerms, context: CliContext): Promise<ExitCode> {
  const { file, bundle, log, triesReports } = terms;
  const { stdout, stderr, stopped, sources, version } = context;
  const environment = withDotEnv(context.environment, dirname(resolve(file)));
  let lastLines: string | undefined;
  try {
    lastLines = log === undefined ? undefined : endOfLog(log);
  } catch {
    await writeLines(stderr, ['the file of --log cannot be read']);
    return EXIT.unusable;
  }
  const problems = new Lines();
  const loaded = await loadCliConfig(file, { ...context, stderr: problems });
  const checks: Finding[] = [];
  if (loaded !== undefined) {
    for await (const one of examine(loaded, sources, stopped, triesReports)) checks.push(one);
  }
  const status = loaded === undefined ? undefined : await statusOf(loaded.config);
  const parts = { file, environment, version, sources, checks, status, log: lastLines };
  const text = await writeBundle({ ...parts, problems: problems.lines });
  try {
    writeFileSync(bundle, text, { mode: 0o600 });
    chmodSync(bundle, 0o600);
  } catch {
    await writeLines(stderr, [`${bundle} cannot be written`]);
    return EXIT.unusable;
  }
  const failed = checks.filter((one) => one.status === 'fail').length;
  const found =
    loaded === undefined ? 'the configuration has problems' : `${failed} to be dealt with`;
  await writeLines(stdout, [`${bundle} is written (${found}): read it before you send it`]);
  return failed > 0 || loaded === undefined || stopped.aborted ? EXIT.failed : EXIT.ok;
}

async function statusOf(config: RelayConfig): Promise<unknown> {
  if (isOwnRedisDown(config.redis)) return OWN_REDIS_DOWN;
  const heard = new ConnectionErrors();
  const redis = connectBufferRedis(config.redis, (error) => heard.add(error));
  try {
    const read = async () => {
      await redisReady(redis);
      const keys = new BufferKeys(config.redis.prefix);
      const known = await readKnownBridges({ config, redis, keys });
      return new LedgerStatusReader(new LedgerReader(redis, keys), () => known).read();
    };
    return await inTime(read(), STATUS_MS_MAX, () => {
      throw new Error('Command timed out');
    });
  } catch (error) {
    return redisSentence(error, heard.telling);
  } finally {
    redis.disconnect();
  }
}

/** Keeps what is written to it. */
class Lines extends Writable {
  readonly lines: string[] = [];

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.lines.push(...chunk.toString().trimEnd().split('\n'));
    done();
  }
}
