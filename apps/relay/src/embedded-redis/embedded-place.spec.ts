import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Secret } from '#secret';
import { EmbeddedPlace, EmbeddedRedisError } from './embedded-place.js';

describe('EmbeddedPlace', () => {
  let folder: string;
  let place: EmbeddedPlace;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'live-event-relay-place-'));
    place = new EmbeddedPlace(join(folder, 'relay.yaml'));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('finds the noted process, and no other that has the same PID after a reboot', () => {
    place.make();
    const url = new Secret('redis://:x@127.0.0.1:1');
    place.write({ pid: process.pid, url });
    expect(place.running()?.url.reveal()).toBe(url.reveal());
    const later = JSON.stringify({ pid: process.pid, url: url.reveal(), began: '1' });
    writeFileSync(join(place.folder, 'running.json'), later);
    expect(place.running()).toBeUndefined();
  });

  it('says in a sentence that it cannot be made, and names the folder', () => {
    writeFileSync(place.folder, 'a file');
    expect(() => place.make()).toThrow(EmbeddedRedisError);
    expect(() => place.make()).toThrow(`${place.folder}: EEXIST`);
  });

  it.each([
    ['7', (path: string) => mkdirSync(join(path, 'appendonlydir'))],
    ['6.2', (path: string) => writeFileSync(join(path, 'appendonly.aof'), '')],
  ])(
    'has data of Redis %s until that is noted as moved, and again once it is used',
    (_, append) => {
      place.make();
      expect(place.hasData).toBe(false);
      append(place.folder);
      expect(place.hasData).toBe(true);
      place.markMoved();
      expect(place.hasData).toBe(false);
      place.forgetMoved();
      expect(place.hasData).toBe(true);
    },
  );
});
