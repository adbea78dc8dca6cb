import { TargetTable } from '#event-buffer';
import { Simulator } from '../../apps/simulator/src/index.js';
import { testEventCommand } from '../../apps/relay/src/cli/watching/test-event.command.js';
import { targetsCommands } from '../../apps/relay/src/cli/targets/targets.commands.js';
import { whyCommand } from '../../apps/relay/src/cli/watching/why.command.js';
import type { Told, ToldEvent } from '../../apps/relay/src/trail/trail-reader.js';
import { Trails } from '../../apps/relay/src/trail/trails.js';
import { runInProcess } from '../support/command-line.js';
import { eventually } from '../support/eventually.js';
import { RedisServer, uniquePrefix } from '../support/redis-server.js';
import { startRelay, type RelayInProcess } from '../support/relay-in-process.js';

/** Rooms with one bridge of the same name each. */
const ROOMS = ['chosen', 'plain', 'held', 'aging'] as const;
type Room = (typeof ROOMS)[number];

const CHOOSE = {
  comments: { n: 1, everySeconds: 1 },
  entries: { n: 1, everySeconds: 1 },
  gifts: { minValue: 10, free: false, streaks: 'whole', endedAfterSeconds: 0.5 },
};
const FILTER = {
  blockWords: ['微信'],
  users: { block: ['push_blocked'] },
  maxLength: 40,
  repeatSeconds: 60,
};

let relay: RelayInProcess;
let simulator: Simulator;

beforeAll(async () => {
  const rooms = ROOMS.map((roomId) => ({ roomId, jobId: `job-${roomId}` }));
  simulator = await new Simulator({ validate: 'full', rooms }).start();
  simulator.fault({ poison: 'poisoned' });
  relay = await startRelay({
    redis: await RedisServer.shared(),
    simulator,
    prefix: uniquePrefix().replace(':', '-'),
    bridges: ROOMS.map((room) => ({
      name: room,
      source: { type: 'push', token: 'push-token-1' },
      filter: room === 'plain' ? {} : FILTER,
      target: {
        roomId: room,
        jobId: `job-${room}`,
        ...(room === 'chosen' && { choose: CHOOSE }),
      },
    })),
    buffer: { minIntervalMs: 50, maxPerSecond: { like: 1 }, maxAgeSeconds: { chat: 3 } },
    file: { trail: 'on' },
  });
});

afterAll(async () => {
  await relay.stop();
  await simulator.stop();
});

describe('live-relay why', () => {
  it('tells of a comment that waits to be chosen, and then why it was or was not', async () => {
    push('chosen', [
      said('主播好漂亮', 'ann'),
      said('包邮吗', 'bob'),
      said('包邮不', 'cat'),
      said('666', 'dan'),
    ]);
    push('chosen', [
      said('加微信', 'eve'),
      said('能便宜吗', 'blocked'),
      said('长'.repeat(50), 'f'),
    ]);
    push('chosen', [said('防水吗', 'gus'), said('防水吗', 'gus')]);
    await until('加微信', ({ reason }) => reason === 'filtered_word');
    expect(await one('能便宜吗')).toMatchObject({ reason: 'filtered_user' });
    expect(await one('长长长')).toMatchObject({ reason: 'filtered_length' });
    expect(await one('666')).toMatchObject({ reason: 'not_chosen' });
    const twice = await why('防水吗');
    expect(twice.map(({ reason }) => reason)).toContain('filtered_repeat');
    // Who chose it and who reported it tell of that apart.
    await until('包邮吗', ({ state, asked }) => state === 'reported' && asked === 2);
    expect(await one('包邮不')).toMatchObject({
      reason: 'asked_before',
      other: { text: '包邮吗' },
    });
    expect(await one('主播好漂亮')).toMatchObject({
      reason: 'not_chosen',
      other: { text: '包邮吗' },
    });
    expect((await lines('cat')).join()).toMatch(/asked_before, the same was asked: 包邮吗/);
    const { stdout } = await run(['why', '包邮吗', '--json']);
    const { events } = JSON.parse(stdout) as Told;
    const meeting = { kind: 'no-rule' };
    const same = (await why('包邮吗')).map((event) => ({ ...event, meeting }));
    expect(events).toEqual(JSON.parse(JSON.stringify(same)));
  });

  it('tells of gifts below the threshold, of free ones, and of the parts of a streak', async () => {
    push('chosen', [gave('Rose', 5, 'ann'), gave('Heart', 0, 'bob')]);
    push('chosen', [streak(1, 'cat'), streak(3, 'cat')]);
    await until('Star', ({ state }) => state === 'reported');
    const states = (await why('Star')).map(({ text, state, reason }) => [text, state, reason]);
    expect(states).toEqual([
      ['Star × 2', 'reported', undefined],
      ['Star × 1', 'dropped', 'streak_joined'],
    ]);
    await until('Rose', ({ reason }) => reason === 'gift_small');
    expect(await one('Heart')).toMatchObject({ reason: 'gift_free' });
  });

  it('tells that a viewer was greeted once a show, asked by name or by id', async () => {
    push('chosen', [enters('zoe')]);
    await until('zoe', ({ state }) => state === 'reported');
    push('chosen', [enters('zoe')]);
    await until('push_zoe', ({ reason }) => reason === 'greeted');
    expect((await why('push_zoe')).map(({ state }) => state)).toEqual(['dropped', 'reported']);
  });

  it('tells which of several equal events was a duplicate, or exceeded the rate', async () => {
    const twice = { ...said('有货吗', 'ann'), time: Date.now() };
    push('plain', [twice]);
    await until('有货吗', ({ state }) => state === 'reported');
    push('plain', [twice, said('还在吗', 'bob')]);
    await until('还在吗', ({ state }) => state === 'reported');
    expect((await why('有货吗')).map(({ state, reason }) => reason ?? state)).toEqual([
      'duplicate',
      'reported',
    ]);
    const { events } = await trails().kept(await targetOf('plain'));
    const kept = events.filter(({ event }) => event.type === 'comment' && event.text === '有货吗');
    expect(kept.map(({ reason }) => reason)).toEqual(['', 'duplicate']);
    push(
      'plain',
      ['a1', 'a2', 'a3'].map((id) => ({ type: 'like', id, user: { id, name: id } })),
    );
    await eventually(
      async () => (await fatesOf(['a1', 'a2', 'a3']))?.includes('reported'),
      'a like',
    );
    // Never what waits beside what was capped: each has a fate of its own.
    const fates = (await fatesOf(['a1', 'a2', 'a3']))!;
    expect(fates.filter((fate) => fate === 'capped_like').length).toBeGreaterThan(0);
    expect(new Set(fates)).toEqual(new Set(['reported', 'capped_like']));
  });

  it('tells of what MetaStudio refuses, and of a test event', async () => {
    push('plain', [said('good one', 'ann'), said('poisoned one', 'bob'), said('good two', 'cat')]);
    await until('poisoned one', ({ state }) => state === 'dead');
    expect(await one('good two')).toMatchObject({ state: 'reported' });
    const { stdout, code } = await run(['test-event', 'plain', '--yes', '--text', 'is it on?']);
    expect([code, stdout]).toEqual([0, expect.stringContaining('accepted')]);
    await until('is it on?', ({ state }) => state === 'reported');
  });

  it('tells that a person held it, and that it waits while the target is paused', async () => {
    await run(['targets', 'hold', await targetOf('held'), '--yes']);
    push('held', [said('held words', 'ann'), gave('Crown', 100, 'bob')]);
    await until('held words', ({ reason }) => reason === 'held');
    await until('Crown', ({ state }) => state === 'reported');
    const { redis, keys } = relay.relay;
    const aging = await targetOf('aging');
    const pause = { state: 'paused', revision: '*', by: 'test' } as const;
    await new TargetTable(redis, keys).control(aging, pause);
    push('aging', [said('waits for long', 'ann')]);
    await until('waits for long', ({ state }) => state === 'waiting');
    await eventually(async () => {
      return Date.now() - (await one('waits for long'))!.at > 3500;
    }, 'it is too old');
    expect(await one('waits for long')).toMatchObject({ state: 'waiting' });
    await run(['targets', 'resume', aging]);
    await until('waits for long', ({ reason }) => reason === 'expired');
  });
});

let serial = 0;

const said = (text: string, id: string) => ({
  type: 'comment',
  id: `m${serial++}`,
  user: { id, name: id },
  text,
});

const gave = (name: string, unitValue: number, id: string) => ({
  type: 'gift',
  id: `m${serial++}`,
  user: { id, name: id },
  gift: { name, unitValue },
});

const streak = (count: number, id: string) => ({
  ...gave('Star', 10, id),
  combo: { key: 'star', count },
});

const enters = (id: string) => ({ type: 'enter', id: `m${serial++}`, user: { id, name: id } });

function push(room: Room, events: readonly object[]): void {
  relay.relay.pushes!.bridges.get(room)!.feed.push(JSON.stringify(events), true);
}

async function run(args: readonly string[]) {
  const commands = [whyCommand, testEventCommand, targetsCommands];
  return runInProcess(args, { commands, ...relay.installation });
}

async function why(text: string): Promise<readonly ToldEvent[]> {
  return (await trails().told({ text, limit: 20 })).events;
}

function trails(): Trails {
  const { redis, keys, ledger } = relay.relay;
  const config = { keep: 'on', words: 'plain' } as const;
  return new Trails({ redis, keys, ledger, config, stateKey: undefined });
}

async function lines(text: string): Promise<readonly string[]> {
  return (await run(['why', text])).stdout.split('\n');
}

async function one(text: string): Promise<ToldEvent | undefined> {
  return (await why(text))[0];
}

async function until(text: string, holds: (event: ToldEvent) => boolean): Promise<void> {
  await eventually(async () => (await why(text)).some(holds), `what became of ${text} is told`);
}

async function fatesOf(names: readonly string[]): Promise<readonly string[] | undefined> {
  const told = await Promise.all(names.map(one));
  const fates = told.map((event) => event?.reason ?? event?.state ?? '');
  return fates.every((fate) => fate !== '' && fate !== 'waiting') ? fates : undefined;
}

async function targetOf(room: Room): Promise<string> {
  return (await relay.relay.ledger.targets()).find((name) => name.includes(`/${room}`))!;
}
